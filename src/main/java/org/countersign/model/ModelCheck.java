package org.countersign.model;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Says of a diagram, a decision table or a form what must not be in it, before the engine sees it. */
@Component
public class ModelCheck {

    static final int MOST_BYTES = 1024 * 1024;

    private static final Pattern FILE_NAME = Pattern.compile("[a-z][a-z-]{0,60}\\.(bpmn|dmn|form)");

    /** Everything that is wrong, in the order of the lines; empty when nothing is. */
    public List<Complaint> check(String fileName, byte[] content) {
        String file = fileName == null ? "" : fileName;
        if (!FILE_NAME.matcher(file).matches()) {
            return whole(file, "A model is a .bpmn, .dmn or .form file named in small letters and hyphens.");
        }
        if (content == null || content.length == 0) {
            return whole(file, "The file is empty.");
        }
        if (content.length > MOST_BYTES) {
            return whole(file, "The file is larger than " + MOST_BYTES / 1024 + " KiB.");
        }
        if (file.toLowerCase(Locale.ROOT).endsWith(".form")) {
            return List.of();
        }
        try {
            MarkupReader.read(content);
            return List.of();
        } catch (SAXParseException e) {
            return List.of(new Complaint(
                    file, e.getLineNumber(), e.getColumnNumber(), file, "This is no XML: " + e.getMessage()));
        } catch (SAXException e) {
            return whole(file, "This is no XML: " + e.getMessage());
        }
    }

    private static List<Complaint> whole(String file, String message) {
        return List.of(new Complaint(file, 1, 1, file, message));
    }
}
