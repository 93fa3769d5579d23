package org.countersign.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Says of a diagram, a decision table or a form what must not be in it, before the engine sees it.
 *
 * <p>Two questions, asked apart: is it safe (whatever process it is, does it run nothing but our beans), and is it
 * one of ours (the same process as the shipped one, with nothing that decides left out or gone around).
 */
@Component
public class ModelCheck {

    static final int MOST_BYTES = 1024 * 1024;

    private static final int MOST_COMPLAINTS = 200;
    private static final Pattern FILE_NAME = Pattern.compile("[a-z][a-z-]{0,60}\\.(bpmn|dmn|form)");

    private final Groups groups;
    private final Shipped shipped = Shipped.read();
    private final Feel feel = new Feel();

    ModelCheck(Groups groups) {
        this.groups = groups;
    }

    /** Everything that is wrong, in the order of the lines; empty when nothing is. */
    public List<Complaint> check(String fileName, byte[] content) {
        if (fileName == null || !FILE_NAME.matcher(fileName).matches()) {
            return whole(
                    fileName == null ? "" : fileName.lines().findFirst().orElse(""),
                    "A model is a .bpmn, .dmn or .form file named in small letters and hyphens.");
        }
        return check(fileName, content, true);
    }

    /** Whether it could do harm, leaving aside whether it is one of ours. */
    List<Complaint> safety(String fileName, byte[] content) {
        return check(fileName, content, false);
    }

    private List<Complaint> check(String file, byte[] content, boolean ours) {
        if (content == null || content.length == 0) {
            return whole(file, "The file is empty.");
        }
        if (content.length > MOST_BYTES) {
            return whole(file, "The file is larger than " + MOST_BYTES / 1024 + " KiB.");
        }
        String unreadable = PlainText.refusal(content, !file.endsWith(".form"));
        if (!unreadable.isEmpty()) {
            return whole(file, unreadable);
        }
        var complaints = new ArrayList<Complaint>();
        try {
            if (file.endsWith(".form")) {
                form(file, Json.read(content), ours, complaints);
            } else {
                markup(file, MarkupReader.read(content), ours, complaints);
            }
        } catch (SAXParseException e) {
            return List.of(new Complaint(
                    file, Math.max(1, e.getLineNumber()), Math.max(1, e.getColumnNumber()), file, noXml(e)));
        } catch (SAXException e) {
            return whole(file, noXml(e));
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            int column =
                    e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getColumnNr());
            return List.of(new Complaint(file, line, column, file, "This is no JSON: " + e.getOriginalMessage()));
        } catch (IOException e) {
            return whole(file, "The file cannot be read.");
        }
        return complaints.stream()
                .distinct()
                .sorted(Comparator.comparingInt(Complaint::line).thenComparingInt(Complaint::column))
                .limit(MOST_COMPLAINTS)
                .toList();
    }

    private static String noXml(SAXException e) {
        return "This is no XML we read: " + e.getMessage();
    }

    private void markup(String file, Markup root, boolean ours, List<Complaint> complaints) {
        if (file.endsWith(".dmn")) {
            complaints.addAll(TableCheck.safety(file, root, feel));
            if (ours) {
                complaints.addAll(TableCheck.house(file, root, shipped.table(file)));
            }
        } else {
            complaints.addAll(DiagramSafety.check(file, root, shipped));
            if (ours) {
                complaints.addAll(DiagramHouse.check(file, root, shipped, groups.all()));
            }
        }
    }

    private void form(String file, Json form, boolean ours, List<Complaint> complaints) {
        complaints.addAll(FormCheck.safety(file, form, feel));
        if (ours && form.isObject()) {
            complaints.addAll(FormCheck.house(file, form, shipped.form(file)));
        }
    }

    private static List<Complaint> whole(String file, String message) {
        return List.of(new Complaint(file, 1, 1, file, message));
    }
}
