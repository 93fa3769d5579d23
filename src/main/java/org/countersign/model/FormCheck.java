package org.countersign.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A form shows and asks, and loads nothing; one of ours asks for what its task's rules read. */
final class FormCheck {

    private static final int NEWEST_SCHEMA = 16;

    /** What Tasklist shows; no HTML, frames, pictures, buttons, uploads. */
    private static final Set<String> COMPONENTS = Names.of(
            """
            default text group textfield textarea number select radio checkbox checklist taglist datetime table
            dynamiclist separator spacer""");

    private static final Set<String> FIELDS = Names.of(
            """
            components type id executionPlatform executionPlatformVersion exporter schemaVersion versionTag
            name version label key values value validate required minLength maxLength min max
            pattern patternErrorMessage validationType layout row columns conditional hide description text
            inputType dataSource columnsExpression rowCount defaultValue subtype dateLabel timeLabel timeInterval
            timeSerializingFormat use24h disallowPassedDates disabled readonly appearance prefixAdorner suffixAdorner
            valuesKey valuesExpression path isRepeating allowAddRemove defaultRepetitions showOutline verticalAlignment
            searchable decimalDigits increment serializeToString height nonCollapsedItems disableCollapse""");

    /** Who changes these of a field changes what is decided, or whether it can be. */
    private static final List<String> FIXED = List.of(
            "conditional", "readonly", "disabled", "defaultValue", "valuesKey", "valuesExpression", "dataSource");

    private static final String OFF = "literal false";

    private static final Pattern OUTSIDE =
            Pattern.compile("(?i)[a-z][a-z0-9+.-]*://|(javascript|vbscript|data|file|mailto)\\s*:|\\(\\s*[/\\\\]{2}");
    private static final Pattern TAG = Pattern.compile("<\\s*[a-zA-Z/!?]|&#");
    private static final Pattern TEMPLATE = Pattern.compile("\\{\\{(.*?)}}", Pattern.DOTALL);

    private final String file;
    private final Feel feel;
    private final List<Complaint> complaints = new ArrayList<>();

    private FormCheck(String file, Feel feel) {
        this.file = file;
        this.feel = feel;
    }

    static List<Complaint> safety(String file, Json form, Feel feel) {
        var check = new FormCheck(file, feel);
        if (!form.isObject()) {
            check.complain(form, "A form is a JSON object.");
            return check.complaints;
        }
        check.schema(form);
        form.all().forEach(check::value);
        return check.complaints;
    }

    static List<Complaint> house(String file, Json form, Json shipped) {
        var check = new FormCheck(file, null);
        if (shipped == null) {
            check.complain(
                    form, "There is no form " + DiagramHouse.key(file) + ". A new form comes with a new release.");
        } else {
            check.sameFields(form, shipped);
        }
        return check.complaints;
    }

    private void schema(Json form) {
        String version = form.value("schemaVersion");
        if (!version.matches("\\d{1,2}") || Integer.parseInt(version) > NEWEST_SCHEMA) {
            complain(
                    form,
                    "Tasklist shows forms up to schema version " + NEWEST_SCHEMA + "; this one says "
                            + (version.isEmpty() ? "none" : version) + ".");
        }
        String platform = form.value("executionPlatform");
        if (!platform.isEmpty() && !platform.equals("Camunda Platform")) {
            complain(form, "The form must be made for Camunda Platform (7), not for " + platform + ".");
        }
        if (!form.value("type").equals("default")) {
            complain(form, "The form must be of the type default.");
        }
    }

    private void value(Json value) {
        value.fields().forEach((name, field) -> {
            if (!FIELDS.contains(name)) {
                complain(field, "A form may not contain " + name + ".");
            }
            if (name.equals("components")) {
                field.items().forEach(this::component);
            }
        });
        if (value.isText()) {
            text(value);
        }
    }

    private void component(Json component) {
        String type = component.value("type");
        if (!COMPONENTS.contains(type)) {
            complain(
                    component,
                    "A form may not contain a component " + (type.isEmpty() ? "without a type" : type) + ".");
        }
    }

    private void text(Json value) {
        String text = value.text();
        if (OUTSIDE.matcher(text).find()) {
            complain(value, "A form leads to no other address and loads nothing from one.");
        }
        if (text.startsWith("=")) {
            formula(value, text.substring(1));
            return;
        }
        Matcher templates = TEMPLATE.matcher(text);
        while (templates.find()) {
            String inside = templates.group(1).strip().replaceFirst("^#(if|loop)\\s", "");
            if (!inside.startsWith("/")) {
                formula(value, inside.strip());
            }
        }
        if (TAG.matcher(TEMPLATE.matcher(text).replaceAll("")).find()) {
            complain(value, "A form contains no HTML.");
        }
    }

    private void formula(Json value, String formula) {
        String wrong = feel.ofExpression(formula.strip());
        if (!wrong.isEmpty()) {
            complain(value, wrong);
        }
    }

    private void sameFields(Json form, Json shipped) {
        if (!form.value("id").equals(DiagramHouse.key(file))) {
            complain(form, "The form must have the id " + DiagramHouse.key(file) + ", like its file.");
        }
        form.all()
                .filter(part -> !part.value("path").isEmpty())
                .forEach(part -> complain(part, "A field keeps its own name: no path."));
        Map<String, Json> are = inputs(form);
        frames(form, shipped);
        twice(form, shipped);
        inputs(shipped).forEach((key, was) -> {
            Json is = are.get(key);
            if (is == null) {
                complain(form, "The field " + key + " is missing: the rules of the task read it.");
            } else {
                sameField(key, is, was);
            }
        });
        are.forEach((key, field) -> {
            if (!inputs(shipped).containsKey(key)) {
                complain(field, "No rule reads a field " + key + ": what is entered would be lost.");
            }
        });
    }

    private void sameField(String key, Json is, Json was) {
        if (!is.value("type").equals(was.value("type"))) {
            complain(is, "The field " + key + " must stay a " + was.value("type") + ".");
        }
        if (!choices(is).equals(choices(was))
                || is.list("values").size() != was.list("values").size()) {
            complain(is, "The choices of " + key + " must stay " + String.join(", ", choices(was)) + ".");
        }
        for (String fixed : FIXED) {
            if (!said(is, fixed).equals(said(was, fixed))) {
                complain(is, "What the field " + key + " says as " + fixed + " must stay as it is.");
            }
        }
        boolean required = was.fields().containsKey("validate")
                && was.fields().get("validate").value("required").equals("true");
        if (required
                && !(is.fields().containsKey("validate")
                        && is.fields().get("validate").value("required").equals("true"))) {
            complain(is, "The field " + key + " must stay required.");
        }
    }

    private static Set<String> choices(Json field) {
        var choices = new TreeSet<String>();
        field.list("values").forEach(choice -> choices.add(choice.value("value") + " (" + choice.value("label") + ")"));
        return choices;
    }

    private static String said(Json field, String name) {
        Json said = field.fields().get(name);
        return said == null || said.written().equals(OFF) ? "" : said.written();
    }

    /** What stands around an input and could hide it, or lead what is entered elsewhere. */
    private void frames(Json part, Json shipped) {
        if (!frames(part, "").equals(frames(shipped, ""))) {
            complain(part, "The fields must stand in the same lists and under the same conditions as before.");
        }
    }

    private static Set<String> frames(Json part, String around) {
        var frames = new TreeSet<String>();
        part.list("components").forEach(component -> {
            if (component.fields().containsKey("key")
                    && !component.value("type").equals("dynamiclist")) {
                frames.add(component.value("key") + " in" + around);
            }
            String conditions = FIXED.stream()
                    .map(fixed -> said(component, fixed))
                    .filter(said -> !said.isEmpty())
                    .toList()
                    .toString();
            boolean plain = component.value("type").equals("group") && conditions.equals("[]");
            frames.addAll(frames(
                    component,
                    plain ? around : around + " " + component.value("type") + component.value("path") + conditions));
        });
        return frames;
    }

    /** Components that somebody enters something into. A table's columns have keys as well. */
    private static Map<String, Json> inputs(Json form) {
        var inputs = new LinkedHashMap<String, Json>();
        form.list("components").forEach(component -> {
            if (component.fields().containsKey("key")) {
                inputs.put(component.value("key"), component);
            }
            inputs.putAll(inputs(component));
        });
        return inputs;
    }

    private void twice(Json form, Json shipped) {
        List<String> keys = keys(shipped);
        var seen = new ArrayList<String>();
        keys(form).forEach(key -> {
            seen.add(key);
            if (Collections.frequency(seen, key) > Math.max(1, Collections.frequency(keys, key))) {
                complain(form, "The field " + key + " stands there twice.");
            }
        });
    }

    private static List<String> keys(Json form) {
        var keys = new ArrayList<String>();
        form.list("components").forEach(component -> {
            if (component.fields().containsKey("key")) {
                keys.add(component.value("key"));
            }
            keys.addAll(keys(component));
        });
        return keys;
    }

    private void complain(Json at, String message) {
        String element = at.value("key").isEmpty() ? at.value("id") : at.value("key");
        complaints.add(new Complaint(file, at.line(), at.column(), element.isEmpty() ? file : element, message));
    }
}
