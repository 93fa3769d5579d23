package org.countersign.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files of every kind, as small as they can be. */
final class Samples {

    static final String WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    private static final String PNG =
            "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301"
                    + "0100c9fe92ef0000000049454e44ae426082";

    private Samples() {}

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] pdf(String words) {
        return text("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n% " + words + "\ntrailer<</Root 1 0 R>>\n%%EOF\n");
    }

    static byte[] pdf(int size) {
        byte[] pdf = new byte[size];
        byte[] start = pdf("large");
        for (int i = start.length; i < size; i++) {
            pdf[i] = (byte) (i * 31 + (i >> 9));
        }
        System.arraycopy(start, 0, pdf, 0, start.length);
        return pdf;
    }

    static byte[] png() {
        return HexFormat.of().parseHex(PNG);
    }

    static byte[] jpeg() {
        return HexFormat.of().parseHex("ffd8ffe000104a46494600010101006000600000ffdb004300" + "10".repeat(64) + "ffd9");
    }

    static byte[] windowsProgram() {
        byte[] program = new byte[512];
        program[0] = 'M';
        program[1] = 'Z';
        return program;
    }

    /** An office document whose main part is of the given type. */
    static byte[] office(String mainType, String... moreEntries) {
        String table = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                + "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                + "<Override PartName=\"/main.xml\" ContentType=\"" + mainType + ".main+xml\"/></Types>";
        return zip(table, moreEntries);
    }

    static byte[] zip(String contentTypes, String... moreEntries) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            if (contentTypes != null) {
                entry(zip, "[Content_Types].xml", contentTypes);
            }
            entry(zip, "main.xml", "<document/>");
            for (String entry : moreEntries) {
                entry(zip, entry, "x");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void entry(ZipOutputStream zip, String name, String content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text(content));
        zip.closeEntry();
    }
}
