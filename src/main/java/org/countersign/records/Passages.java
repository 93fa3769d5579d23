package org.countersign.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.countersign.application.Application;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The whole file of a case, cut into passages: a field, or a paragraph of what somebody wrote. */
@Component
class Passages {

    private static final Pattern EMAIL = Pattern.compile("[^\\s@<>]+@[^\\s@<>]+\\.[a-zA-Z]{2,}");
    private static final Pattern PERSONAL = Pattern.compile("(^|\\.)(signatory|beneficialOwners\\.\\d+)\\.");
    private static final Pattern COMMERCIAL =
            Pattern.compile("useCase\\.(description|population\\..*)|customer\\.employees");
    private static final Pattern PARAGRAPHS = Pattern.compile("\\R+");
    private static final int SHORTEST_NAME = 3;

    private final JdbcClient db;
    private final ObjectMapper json;

    Passages(JdbcClient db, ObjectMapper json) {
        this.db = db;
        this.json = json;
    }

    List<Passage> of(Application application) {
        var file = new File(namesIn(application), application.trackingKey());
        file.add("reference", "Application", "Reference", application.reference(), null);
        file.add("status", "Application", "Status", application.status().label(), null);
        file.add("received", "Application", "Received", application.receivedAt().toString(), null);
        flatten("submission", json.valueToTree(application.submission()), file);
        for (String section : FileSections.ALL) {
            db.sql(section)
                    .param("case", application.id())
                    .query((row, n) -> new Passage(
                            row.getString("id"),
                            row.getString("section"),
                            row.getString("label"),
                            row.getString("text"),
                            row.getString("ground")))
                    .list()
                    .forEach(file::add);
        }
        return file.passages;
    }

    private static Set<String> namesIn(Application application) {
        var customer = application.customer();
        var names = new java.util.HashSet<String>();
        names.add(customer.signatory().name());
        customer.beneficialOwners().forEach(owner -> names.add(owner.name()));
        names.removeIf(name -> name.length() < SHORTEST_NAME);
        return names;
    }

    private static void flatten(String path, JsonNode value, File file) {
        if (value.isObject()) {
            value.properties().forEach(field -> flatten(path + "." + field.getKey(), field.getValue(), file));
        } else if (value.isArray()) {
            int number = 0;
            for (JsonNode item : value) {
                flatten(path + "." + number++, item, file);
            }
        } else if (!value.isNull()) {
            String within = path.substring(path.indexOf('.') + 1);
            String ground = PERSONAL.matcher(within).find()
                    ? Exemptions.PERSONAL
                    : COMMERCIAL.matcher(within).matches() ? Exemptions.COMMERCIAL : null;
            String text = value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
            file.add(path, "Application", words(within), text, ground);
        }
    }

    /** {@code customer.beneficialOwners.0.name} becomes “customer, beneficial owners 1, name”. */
    private static String words(String path) {
        var label = new StringBuilder();
        for (String part : path.split("\\.")) {
            if (part.matches("\\d+")) {
                label.append(' ').append(Integer.parseInt(part) + 1);
            } else {
                label.append(label.isEmpty() ? "" : ", ")
                        .append(part.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT));
            }
        }
        return label.toString();
    }

    private static final class File {

        private final List<Passage> passages = new ArrayList<>();
        private final List<Reading> names;
        private final String key;

        File(Set<String> names, String key) {
            this.names = names.stream().map(Reading::of).toList();
            this.key = key;
        }

        void add(Passage passage) {
            add(passage.id(), passage.section(), passage.label(), passage.text(), passage.suggestedGround());
        }

        /** Each paragraph is a passage of its own: what can be released is not kept back with what cannot. */
        void add(String id, String section, String label, String text, String ground) {
            if (text == null || text.isBlank()) {
                return;
            }
            // Whoever has the key opens the applicant's page: it is in letters, and it never leaves the house.
            String[] paragraphs = PARAGRAPHS.split(text.strip().replace(key, "…"));
            for (int n = 0; n < paragraphs.length; n++) {
                String suggested = ground == null && isAboutAPerson(paragraphs[n]) ? Exemptions.PERSONAL : ground;
                passages.add(new Passage(
                        paragraphs.length == 1 ? id : id + "." + (n + 1), section, label, paragraphs[n], suggested));
            }
        }

        private boolean isAboutAPerson(String text) {
            Reading words = Reading.of(text);
            return EMAIL.matcher(text).find() || names.stream().anyMatch(words::showsPerson);
        }
    }
}
