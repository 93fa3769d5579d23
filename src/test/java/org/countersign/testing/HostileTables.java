package org.countersign.testing;

import java.util.ArrayList;
import java.util.List;
import org.countersign.testing.HostileModels.Hostile;

/** Decision tables and forms that try to run code, load something or never end. */
public final class HostileTables {

    private static final String CANARY = Canary.class.getName();

    private HostileTables() {}

    public static List<Hostile> tables() {
        var all = new ArrayList<Hostile>();
        for (String language : List.of("juel", "groovy", "javascript", "feel-unary-tests", "python")) {
            for (String place : List.of("definitions", "input", "inputEntry", "outputEntry", "literal")) {
                all.add(table(
                        all.size(),
                        language + " at " + place,
                        place,
                        " expressionLanguage='" + language + "'",
                        payload()));
            }
        }
        for (String formula : List.of(
                "function() external { java: { class: \"" + CANARY + "\", method signature: \"sing()\" } }",
                "(function() external { java: { class: \"" + CANARY + "\", method signature: \"sing()\" } })()",
                "{f: function() external { java: { class: \"" + CANARY
                        + "\", method signature: \"sing()\" } }, r: f()}.r",
                "for i in 1..1000000000 return i",
                "some i in 1..1000000000 satisfies i = 0",
                "every i in 1..1000000000 satisfies i > 0",
                "(function(a) a(a))(function(a) a(a))",
                "((((((((((((((((1))))))))))))))))",
                "\"" + "x".repeat(2_000) + "\"",
                payload(),
                "1 +")) {
            for (String place : List.of("inputExpression", "outputText")) {
                all.add(table(
                        all.size(),
                        place + " "
                                + formula.lines().findFirst().orElse("").substring(0, Math.min(30, formula.length())),
                        place,
                        "",
                        formula));
            }
        }
        all.add(new Hostile(
                "entity",
                "hostile-entity.dmn",
                "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>\n<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' id='d' name='d' namespace='n'>&x;</definitions>",
                1));
        return all;
    }

    private static String payload() {
        return "${''.getClass().forName('" + CANARY + "').newInstance()}";
    }

    private static Hostile table(int number, String name, String place, String language, String formula) {
        String escaped = formula.replace("&", "&amp;").replace("<", "&lt;");
        String key = "hostile-table-" + number;
        String decision = place.equals("literal")
                ? "<literalExpression" + language + "><text>" + escaped + "</text></literalExpression>"
                : "<decisionTable id='t'><input id='i'><inputExpression id='e' typeRef='string'"
                        + (place.equals("input") ? language : "") + "><text>"
                        + (place.equals("input") || place.equals("inputExpression") ? escaped : "a")
                        + "</text></inputExpression></input><output id='o' name='o' typeRef='string'/>"
                        + "<rule id='r'><inputEntry id='ie'" + (place.equals("inputEntry") ? language : "") + "><text>"
                        + (place.equals("inputEntry") ? escaped : "") + "</text></inputEntry><outputEntry id='oe'"
                        + (place.equals("outputEntry") ? language : "") + "><text>"
                        + (place.equals("outputEntry") || place.equals("outputText") || place.equals("definitions")
                                ? escaped
                                : "\"o\"")
                        + "</text></outputEntry></rule></decisionTable>";
        String text = "<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/'"
                + " xmlns:camunda='http://camunda.org/schema/1.0/dmn' id='d' name='d' namespace='n'"
                + (place.equals("definitions") ? language : "") + ">\n<decision id='" + key
                + "' name='d' camunda:historyTimeToLive='P1D'>" + decision + "</decision>\n</definitions>";
        return new Hostile(name, key + ".dmn", text, place.equals("definitions") ? 1 : 2);
    }

    public static List<Hostile> forms() {
        var all = new ArrayList<Hostile>();
        for (String component : List.of(
                "{'type':'html','content':'<script>x()</script>'}",
                "{'type':'iframe','url':'https://evil.example'}",
                "{'type':'image','source':'https://evil.example/x.png'}",
                "{'type':'button','action':'submit','label':'x'}",
                "{'type':'filepicker','key':'f'}",
                "{'type':'documentPreview','dataSource':'=d'}",
                "{'type':'expression','key':'e','expression':'=1'}",
                "{'type':'script'}",
                "{'label':'no type'}",
                "{'type':'text','text':'[here](https://evil.example)'}",
                "{'type':'text','text':'[here](//evil.example)'}",
                "{'type':'text','text':'[here](javascript:x())'}",
                "{'type':'text','text':'![x](http://evil.example/x.png)'}",
                "{'type':'text','text':'<img src=x onerror=x()>'}",
                "{'type':'text','text':'<a href=x>'}",
                "{'type':'text','text':'{{for i in 1..1000000000 return i}}'}",
                "{'type':'text','text':'{{function() external { java: { class: \\\"X\\\", method signature: \\\"y()\\\" } }}}'}",
                "{'type':'text','text':'x','conditional':{'hide':'=some i in 1..1000000000 satisfies i = 0'}}",
                "{'type':'text','text':'x','conditional':{'hide':'=(('}}",
                "{'type':'select','key':'s','valuesExpression':'=for i in 1..1000000000 return i'}",
                "{'type':'textfield','key':'t','onChange':'x()'}",
                "{'type':'textfield','key':'t','properties':{'camunda:x':'y'}}",
                "{'type':'group','components':[{'type':'group','components':[{'type':'html','content':'x'}]}]}")) {
            all.add(form(all.size(), "16", component));
        }
        all.add(form(all.size(), "17", "{'type':'separator'}"));
        all.add(form(all.size(), "999999999999", "{'type':'separator'}"));
        all.add(new Hostile("deep form", "hostile-deep.form", "[".repeat(5_000), 1));
        all.add(new Hostile("twice", "hostile-twice.form", "{\"type\":\"default\",\"type\":\"x\"}", 1));
        return all;
    }

    private static Hostile form(int number, String version, String component) {
        String text = "{\"type\":\"default\",\"id\":\"hostile\",\"schemaVersion\":" + version + ",\"components\":[\n"
                + component.replace("\\\"", "\\q").replace('\'', '"').replace("\\q", "\\\"") + "\n]}";
        return new Hostile("form " + component, "hostile-form-" + number + ".form", text, version.equals("16") ? 2 : 1);
    }
}
