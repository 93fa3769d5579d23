package org.countersign.screening;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.countersign.problem.PlainText;

/** A list in the layout in which the Consolidated Screening List is published: 29 columns, comma separated, UTF-8. */
final class ListFile {

    static final List<String> COLUMNS = List.of(
            "_id",
            "source",
            "entity_number",
            "type",
            "programs",
            "name",
            "title",
            "addresses",
            "federal_register_notice",
            "start_date",
            "end_date",
            "standard_order",
            "license_requirement",
            "license_policy",
            "call_sign",
            "vessel_type",
            "gross_tonnage",
            "gross_registered_tonnage",
            "vessel_flag",
            "vessel_owner",
            "remarks",
            "source_list_url",
            "alt_names",
            "citizenships",
            "dates_of_birth",
            "nationalities",
            "places_of_birth",
            "source_information_url",
            "ids");

    private static final int LONGEST_ID = 200;
    private static final int LONGEST_NAME = 1_000;

    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setIgnoreEmptyLines(true)
            .setLenientEof(false)
            .setTrailingData(false)
            .get();

    private ListFile() {}

    /** @param digest of everything the row says: equal when the row is unchanged */
    record Row(ListEntry entry, byte[] digest) {}

    interface Rows {
        void take(Row row, long line);
    }

    /** Hands over one row after the other; the file is never in memory as a whole. */
    static int read(String list, Path file, int mostRows, Rows each) {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CSVParser parser = CSVParser.builder()
                        .setReader(withoutMark(reader))
                        .setFormat(FORMAT)
                        .get()) {
            return read(list, parser, mostRows, each);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reader withoutMark(Reader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != '\uFEFF') {
            reader.reset();
        }
        return reader;
    }

    private static int read(String list, CSVParser parser, int mostRows, Rows each) {
        Iterator<CSVRecord> records = parser.iterator();
        CSVRecord header = next(records, parser);
        if (header == null || !header.toList().equals(COLUMNS)) {
            throw new BadList(1, "The first line must name the 29 columns of the Consolidated Screening List.");
        }
        int rows = 0;
        long line = parser.getCurrentLineNumber() + 1;
        for (CSVRecord row = next(records, parser); row != null; row = next(records, parser)) {
            if (++rows > mostRows) {
                throw new BadList(line, "The file has more than %,d rows.".formatted(mostRows));
            }
            each.take(row(list, row, line), line);
            line = parser.getCurrentLineNumber() + 1;
        }
        if (rows == 0) {
            throw new BadList(line, "The file has no rows. A list that is empty by mistake would clear everybody.");
        }
        return rows;
    }

    private static CSVRecord next(Iterator<CSVRecord> records, CSVParser parser) {
        long line = parser.getCurrentLineNumber() + 1;
        try {
            return records.hasNext() ? records.next() : null;
        } catch (UncheckedIOException e) {
            throw new BadList(line, "The quotation marks of this row are broken.");
        }
    }

    private static Row row(String list, CSVRecord row, long line) {
        if (row.size() != COLUMNS.size()) {
            throw new BadList(line, "This row has %d columns instead of 29.".formatted(row.size()));
        }
        MessageDigest digest = DigestUtils.getSha256Digest();
        for (String value : row) {
            if (value.indexOf('\0') >= 0) {
                throw new BadList(line, "This row contains a character that is no text.");
            }
            digest.update(value.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        String id = text(row, "_id");
        if (id.isEmpty() || id.length() > LONGEST_ID) {
            throw new BadList(line, "This row needs an _id of at most " + LONGEST_ID + " characters.");
        }
        return new Row(entry(list, id, row, line), digest.digest());
    }

    private static ListEntry entry(String list, String id, CSVRecord row, long line) {
        return new ListEntry(
                list,
                id,
                EntryType.published(text(row, "type")),
                names(row, line),
                several(text(row, "dates_of_birth")),
                Countries.in(text(row, "citizenships"), text(row, "nationalities"), text(row, "addresses")),
                text(row, "source"),
                text(row, "entity_number"),
                text(row, "programs"),
                text(row, "title"),
                text(row, "addresses"),
                String.join("; ", several(text(row, "citizenships") + ";" + text(row, "nationalities"))),
                text(row, "remarks"),
                text(row, "source_information_url").isEmpty()
                        ? text(row, "source_list_url")
                        : text(row, "source_information_url"));
    }

    private static List<String> names(CSVRecord row, long line) {
        String name = text(row, "name");
        if (name.isEmpty()) {
            throw new BadList(line, "This row has no name.");
        }
        Set<String> names = new LinkedHashSet<>();
        names.add(name);
        names.addAll(several(text(row, "alt_names")));
        if (names.stream().anyMatch(one -> one.length() > LONGEST_NAME)) {
            throw new BadList(line, "A name of this row is longer than %,d characters.".formatted(LONGEST_NAME));
        }
        return new ArrayList<>(names);
    }

    static List<String> several(String text) {
        return Arrays.stream(text.split(";"))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .distinct()
                .toList();
    }

    /** As it may be shown: control characters and changes of direction are left out. */
    private static String text(CSVRecord row, String column) {
        String text = row.get(COLUMNS.indexOf(column)).strip();
        if (PlainText.isPlain(text)) {
            return text;
        }
        return text.codePoints()
                .filter(letter -> PlainText.isPlain(Character.toString(letter)))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
