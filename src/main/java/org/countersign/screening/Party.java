package org.countersign.screening;

/**
 * Somebody to be looked for on the lists, under one name.
 *
 * @param role what the party is in the case: {@code customer}, {@code owner} and so on
 * @param dateOfBirth {@code 1971-01-12}, or only its beginning; null when not known
 * @param country a code (ISO 3166-1); null when not known
 */
public record Party(String role, String name, PartyType type, String dateOfBirth, String country) {}
