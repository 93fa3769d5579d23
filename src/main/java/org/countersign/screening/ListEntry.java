package org.countersign.screening;

import java.util.List;

/**
 * One entry of a list, as published.
 *
 * @param names the main name first, then the alternative ones
 * @param datesOfBirth as published: {@code 06 May 1921}, {@code circa 1955}, {@code 1955 to 1957}
 * @param countries codes (ISO 3166-1) of citizenships, nationalities and addresses, as far as understood
 */
public record ListEntry(
        String list,
        String id,
        EntryType type,
        List<String> names,
        List<String> datesOfBirth,
        List<String> countries,
        String source,
        String entityNumber,
        String programs,
        String title,
        String addresses,
        String citizenships,
        String remarks,
        String url) {

    public String name() {
        return names.get(0);
    }
}
