package org.countersign.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Models that try to run code, one for each place of a model and each way to try. */
public final class HostileModels {

    /** @param line where the attack stands */
    public record Hostile(String name, String file, String text, int line) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static final String MARK = "@@";
    private static final String CANARY = Canary.class.getName();

    /** Expressions that make the canary sing if they are evaluated. */
    public static final Map<String, String> PAYLOADS = payloads();

    private HostileModels() {}

    private static Map<String, String> payloads() {
        var payloads = new LinkedHashMap<String, String>();
        payloads.put("reflection", "${''.getClass().forName('" + CANARY + "').getMethod('sing').invoke(null)}");
        payloads.put("brackets", "${''['class']['forName']('" + CANARY + "').newInstance()}");
        payloads.put("bean", "${canary.song}");
        payloads.put("call", "#{canary.getSong()}");
        payloads.put("inside", "a${true ? canary.song : canary.getSong()}b");
        payloads.put("execution", "${execution.getClass().getClassLoader().loadClass('" + CANARY + "').newInstance()}");
        return payloads;
    }

    /** Where the engine evaluates what stands in a diagram. */
    private static Map<String, String> places() {
        var places = new LinkedHashMap<String, String>();
        for (String attribute : List.of("expression", "delegateExpression", "resultVariable", "jobPriority")) {
            places.put("service " + attribute, task("serviceTask", "camunda:" + attribute + "='@@'", ""));
        }
        places.put("external topic", task("serviceTask", "camunda:type='external' camunda:topic='@@'", ""));
        places.put(
                "external priority",
                task("serviceTask", "camunda:type='external' camunda:topic='t' camunda:taskPriority='@@'", ""));
        places.put(
                "mail",
                task(
                        "serviceTask",
                        "camunda:type='mail'",
                        extension(
                                "<camunda:field name='to'><camunda:expression>@@</camunda:expression></camunda:field>")));
        places.put(
                "shell",
                task(
                        "serviceTask",
                        "camunda:type='shell'",
                        extension(
                                "<camunda:field name='command'><camunda:expression>@@</camunda:expression></camunda:field>")));
        places.put(
                "injected field",
                task(
                        "serviceTask",
                        "camunda:delegateExpression='${notify}'",
                        extension("<camunda:field name='notices' expression='@@'/>")));
        places.put(
                "connector",
                task(
                        "serviceTask",
                        "",
                        extension(
                                "<camunda:connector><camunda:connectorId>http-connector</camunda:connectorId><camunda:inputOutput><camunda:inputParameter name='url'>@@</camunda:inputParameter></camunda:inputOutput></camunda:connector>")));
        for (String attribute : List.of(
                "assignee", "candidateUsers", "candidateGroups", "dueDate", "followUpDate", "priority", "formKey")) {
            places.put("task " + attribute, task("userTask", "camunda:" + attribute + "='@@'", ""));
        }
        places.put("task name", task("userTask", "name='@@'", ""));
        places.put("task documentation", task("userTask", "", "<documentation>@@</documentation>"));
        places.put("task form", task("userTask", "camunda:formRef='@@' camunda:formRefBinding='latest'", ""));
        places.put(
                "task form version",
                task(
                        "userTask",
                        "camunda:formRef='f' camunda:formRefBinding='version' camunda:formRefVersion='@@'",
                        ""));
        for (String owner : List.of("humanPerformer", "potentialOwner")) {
            places.put(
                    owner,
                    task(
                            "userTask",
                            "",
                            "<" + owner
                                    + "><resourceAssignmentExpression><formalExpression>@@</formalExpression></resourceAssignmentExpression></"
                                    + owner + ">"));
        }
        for (String event : List.of("create", "assignment", "complete", "update", "delete")) {
            for (String attribute : List.of("expression", "delegateExpression")) {
                places.put(
                        "task listener " + event + " " + attribute,
                        task(
                                "userTask",
                                "camunda:assignee='a'",
                                extension("<camunda:taskListener event='" + event + "' " + attribute + "='@@'/>")));
            }
        }
        places.put(
                "task listener field",
                task(
                        "userTask",
                        "",
                        extension(
                                "<camunda:taskListener event='create' delegateExpression='${recordDraft}'><camunda:field name='votes' expression='@@'/></camunda:taskListener>")));
        for (String attribute : List.of("expression", "delegateExpression")) {
            String listener = extension("<camunda:executionListener event='start' " + attribute + "='@@'/>");
            places.put("listener of a task, " + attribute, task("userTask", "", listener));
            places.put("listener of the process, " + attribute, listener + task("userTask", "", ""));
            places.put(
                    "listener of a flow, " + attribute,
                    flowed(extension("<camunda:executionListener event='take' " + attribute + "='@@'/>")));
        }
        for (String parameter : List.of("input", "output")) {
            String open = "<camunda:" + parameter + "Parameter name='p'>";
            String close = "</camunda:" + parameter + "Parameter>";
            for (String inside : List.of(
                    "@@",
                    "<camunda:list><camunda:value>@@</camunda:value></camunda:list>",
                    "<camunda:map><camunda:entry key='k'>@@</camunda:entry></camunda:map>")) {
                places.put(
                        parameter + " " + inside.replaceAll("<camunda:(\\w+).*", "$1"),
                        task(
                                "manualTask",
                                "",
                                extension("<camunda:inputOutput>" + open + inside + close + "</camunda:inputOutput>")));
            }
        }
        places.put("condition", flowed("<conditionExpression xsi:type='tFormalExpression'>@@</conditionExpression>"));
        for (String time : List.of("timeDate", "timeDuration", "timeCycle")) {
            String timer = "<timerEventDefinition><" + time + ">@@</" + time + "></timerEventDefinition>";
            places.put("waiting, " + time, task("intermediateCatchEvent", "", timer));
            places.put(
                    "boundary, " + time,
                    task("userTask", "", "") + "<boundaryEvent id='b' attachedToRef='x'>" + timer + "</boundaryEvent>");
        }
        for (String of : List.of("camunda:collection='@@'", "camunda:collection='l' camunda:elementVariable='@@'")) {
            places.put("repeated, " + of, task("userTask", "", "<multiInstanceLoopCharacteristics " + of + "/>"));
        }
        for (String part : List.of("loopCardinality", "completionCondition", "loopDataInputRef")) {
            String two = part.equals("loopCardinality") ? "" : "<loopCardinality>2</loopCardinality>";
            places.put(
                    "repeated, " + part,
                    task(
                            "manualTask",
                            "",
                            "<multiInstanceLoopCharacteristics>" + two + "<" + part + ">@@</" + part
                                    + "></multiInstanceLoopCharacteristics>"));
        }
        for (String attribute : List.of(
                "calledElement",
                "camunda:calledElementTenantId",
                "camunda:variableMappingDelegateExpression",
                "camunda:caseRef")) {
            String called = attribute.equals("calledElement") || attribute.equals("camunda:caseRef")
                    ? ""
                    : "calledElement='agency-sign-off' ";
            places.put("call " + attribute, task("callActivity", called + attribute + "='@@'", ""));
        }
        places.put(
                "call version",
                task(
                        "callActivity",
                        "calledElement='agency-sign-off' camunda:calledElementBinding='version' camunda:calledElementVersion='@@'",
                        ""));
        for (String mapping : List.of(
                "<camunda:in businessKey='@@'/>",
                "<camunda:in sourceExpression='@@' target='t'/>",
                "<camunda:out sourceExpression='@@' target='t'/>")) {
            places.put(
                    "call " + mapping.replaceAll("[<>/]|='[^']*'", ""),
                    task("callActivity", "calledElement='notice-delivery'", extension(mapping)));
        }
        for (String attribute : List.of("decisionRef", "decisionRefTenantId")) {
            String ref = attribute.equals("decisionRef") ? "" : "camunda:decisionRef='risk-band' ";
            places.put("rule " + attribute, task("businessRuleTask", ref + "camunda:" + attribute + "='@@'", ""));
        }
        for (String attribute : List.of("expression", "delegateExpression")) {
            places.put("send " + attribute, task("sendTask", "camunda:" + attribute + "='@@'", ""));
            places.put("rule " + attribute, task("businessRuleTask", "camunda:" + attribute + "='@@'", ""));
        }
        places.put(
                "message",
                task("intermediateCatchEvent", "", "<messageEventDefinition messageRef='m'/>") + MARK + "message");
        places.put(
                "signal",
                task("intermediateThrowEvent", "", "<signalEventDefinition signalRef='s'/>") + MARK + "signal");
        places.put(
                "conditional event",
                task(
                        "intermediateCatchEvent",
                        "",
                        "<conditionalEventDefinition><condition xsi:type='tFormalExpression'>@@</condition></conditionalEventDefinition>"));
        places.put(
                "form field default",
                task(
                        "userTask",
                        "",
                        extension(
                                "<camunda:formData><camunda:formField id='f' type='string' defaultValue='@@'/></camunda:formData>")));
        places.put(
                "retries",
                task(
                        "serviceTask",
                        "camunda:asyncBefore='true' camunda:delegateExpression='${notify}'",
                        extension("<camunda:failedJobRetryTimeCycle>@@</camunda:failedJobRetryTimeCycle>")));
        return places;
    }

    /** Code without an expression: classes, scripts, programs. */
    private static Map<String, String> codes() {
        var codes = new LinkedHashMap<String, String>();
        for (String task : List.of("serviceTask", "sendTask", "businessRuleTask")) {
            codes.put("class of a " + task, task(task, "camunda:class='" + CANARY + "'", ""));
        }
        codes.put(
                "class of a listener",
                task("userTask", "", extension("<camunda:taskListener event='create' class='" + CANARY + "'/>")));
        codes.put(
                "class of an execution listener",
                task("userTask", "", extension("<camunda:executionListener event='start' class='" + CANARY + "'/>")));
        codes.put(
                "class of a mapping",
                task("callActivity", "calledElement='x' camunda:variableMappingDelegateClass='" + CANARY + "'", ""));
        codes.put("class of a form handler", task("userTask", "camunda:formHandlerClass='" + CANARY + "'", ""));
        codes.put(
                "class of a validator",
                task(
                        "userTask",
                        "",
                        extension(
                                "<camunda:formData><camunda:formField id='f' type='string'><camunda:validation><camunda:constraint name='validator' config='"
                                        + CANARY + "'/></camunda:validation></camunda:formField></camunda:formData>")));
        codes.put(
                "class by the old name",
                task("serviceTask", "a:class='" + CANARY + "' xmlns:a='http://activiti.org/bpmn'", ""));
        codes.put(
                "program",
                task(
                        "serviceTask",
                        "camunda:type='shell'",
                        extension("<camunda:field name='command' stringValue='touch'/>")));
        for (String language : List.of("juel", "feel", "groovy", "javascript", "ecmascript", "python", "ruby")) {
            String script = "<camunda:script scriptFormat='" + language + "'>" + call(language) + "</camunda:script>";
            codes.put(
                    "script task, " + language,
                    task("scriptTask", "scriptFormat='" + language + "'", "<script>" + call(language) + "</script>"));
            codes.put(
                    "script listener, " + language,
                    task(
                            "userTask",
                            "",
                            extension("<camunda:taskListener event='create'>" + script + "</camunda:taskListener>")));
            codes.put(
                    "script execution listener, " + language,
                    task(
                            "userTask",
                            "",
                            extension("<camunda:executionListener event='start'>" + script
                                    + "</camunda:executionListener>")));
            codes.put(
                    "script input, " + language,
                    task(
                            "userTask",
                            "",
                            extension("<camunda:inputOutput><camunda:inputParameter name='p'>" + script
                                    + "</camunda:inputParameter></camunda:inputOutput>")));
            codes.put(
                    "script condition, " + language,
                    flowed("<conditionExpression xsi:type='tFormalExpression' language='" + language + "'>"
                            + call(language) + "</conditionExpression>"));
            codes.put(
                    "script from a file, " + language,
                    task("scriptTask", "scriptFormat='" + language + "' camunda:resource='deployment://x.txt'", ""));
        }
        codes.put("form from elsewhere", task("userTask", "camunda:formKey='https://evil.example/form'", ""));
        codes.put("embedded form", task("userTask", "camunda:formKey='embedded:app:forms/x.html'", ""));
        return codes;
    }

    private static String call(String language) {
        return language.equals("juel")
                ? "${''.getClass().forName('" + CANARY + "').newInstance()}"
                : "new " + CANARY + "()";
    }

    public static List<Hostile> diagrams() {
        var all = new ArrayList<Hostile>();
        places().forEach((place, body) -> PAYLOADS.forEach((way, payload) ->
                all.add(diagram("hostile-" + (all.size() + 1000), place + " by " + way, body, payload))));
        codes().forEach((code, body) -> all.add(diagram("hostile-" + (all.size() + 1000), code, body, "")));
        return all;
    }

    private static Hostile diagram(String key, String name, String body, String payload) {
        String escaped = payload.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&apos;");
        String declared = "";
        String inside = body;
        for (String kind : List.of("message", "signal")) {
            if (body.endsWith(MARK + kind)) {
                inside = body.substring(0, body.length() - (MARK + kind).length());
                declared = "<" + kind + " id='" + kind.charAt(0) + "' name='@@'/>";
            }
        }
        String text = ("<?xml version='1.0' encoding='UTF-8'?>\n"
                        + "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'"
                        + " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"
                        + " xmlns:camunda='http://camunda.org/schema/1.0/bpmn' targetNamespace='t'>\n"
                        + "<process id='" + key + "' isExecutable='true' camunda:historyTimeToLive='P1D'>\n"
                        + inside + "\n</process>\n" + declared + "\n</definitions>\n")
                .replace(MARK, escaped);
        return new Hostile(name, key + ".bpmn", text, declared.isEmpty() ? 4 : 6);
    }

    private static String task(String kind, String attributes, String inside) {
        return "<startEvent id='s'/><sequenceFlow id='f' sourceRef='s' targetRef='x'/><" + kind + " id='x' "
                + attributes + ">" + inside + "</" + kind + ">";
    }

    private static String flowed(String inside) {
        return "<startEvent id='s'/><exclusiveGateway id='g'/><sequenceFlow id='f' sourceRef='s' targetRef='g'/>"
                + "<sequenceFlow id='f2' sourceRef='g' targetRef='x'>" + inside + "</sequenceFlow><userTask id='x'/>";
    }

    private static String extension(String inside) {
        return "<extensionElements>" + inside + "</extensionElements>";
    }
}
