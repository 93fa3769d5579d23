package org.countersign.docket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Tables for spreadsheets (RFC 4180). */
final class Csv {

    /** With one of these a spreadsheet takes a cell for a formula and computes it. */
    private static final String FORMULA = "=+-@\t\r\n";

    private Csv() {}

    static String of(Collection<?>... rows) {
        var table = new StringBuilder();
        try (var printer = new CSVPrinter(table, CSVFormat.RFC4180)) {
            for (Collection<?> row : rows) {
                printer.printRecord(row.stream().map(Csv::cell));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table.toString();
    }

    /** A number is one, also below zero; an apostrophe before anything else says that it is text. */
    private static Object cell(Object value) {
        String text = String.valueOf(value);
        boolean formula = !(value instanceof Number) && !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
        return formula ? "'" + text : text;
    }
}
