package org.countersign.document;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Office documents are zip files whose table of contents says what they are (ECMA-376, part 2). That table
 * is all that is unpacked; a file with macros is none of ours.
 */
final class OfficeFile {

    private static final String CONTENTS = "[Content_Types].xml";
    private static final int LARGEST_CONTENTS = 1024 * 1024;
    private static final int MOST_ENTRIES = 10_000;

    private OfficeFile() {}

    static Optional<Kind> kindOf(Path file) throws IOException {
        try (var zip = new ZipFile(file.toFile())) {
            ZipEntry contents = zip.getEntry(CONTENTS);
            if (contents == null || zip.size() > MOST_ENTRIES || hasMacros(zip)) {
                return Optional.empty();
            }
            byte[] table;
            try (InputStream unpacked = zip.getInputStream(contents)) {
                table = unpacked.readNBytes(LARGEST_CONTENTS + 1);
            }
            return table.length > LARGEST_CONTENTS ? Optional.empty() : kindOf(types(table));
        } catch (ZipException | XMLStreamException e) {
            return Optional.empty();
        }
    }

    private static boolean hasMacros(ZipFile zip) {
        return zip.stream()
                .map(entry -> entry.getName().toLowerCase(Locale.ROOT))
                .anyMatch(name -> name.endsWith("vbaproject.bin") || name.contains("activex/"));
    }

    private static Optional<Kind> kindOf(Set<String> types) {
        if (types.stream().anyMatch(type -> type.contains("macroenabled") || type.contains("vbaproject"))) {
            return Optional.empty();
        }
        for (Kind kind : new Kind[] {Kind.DOCX, Kind.XLSX, Kind.PPTX}) {
            if (types.contains(kind.mediaType() + ".main+xml")) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private static Set<String> types(byte[] table) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        Set<String> types = new HashSet<>();
        XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(table));
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                String type = xml.getAttributeValue(null, "ContentType");
                if (type != null) {
                    types.add(type.toLowerCase(Locale.ROOT));
                }
            }
        }
        return types;
    }
}
