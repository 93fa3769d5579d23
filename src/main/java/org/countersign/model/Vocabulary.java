package org.countersign.model;

import java.util.Map;
import java.util.Set;

/** What a diagram may consist of. Whatever is not written here is refused by its name. */
final class Vocabulary {

    static final Set<String> BPMN_ELEMENTS = Names.of(
            """
            definitions collaboration participant messageFlow process laneSet childLaneSet lane flowNodeRef
            incoming outgoing documentation extensionElements
            startEvent endEvent intermediateCatchEvent intermediateThrowEvent boundaryEvent
            task userTask manualTask receiveTask sendTask serviceTask businessRuleTask callActivity
            subProcess transaction exclusiveGateway inclusiveGateway parallelGateway eventBasedGateway
            sequenceFlow conditionExpression
            timerEventDefinition timeDate timeDuration timeCycle messageEventDefinition signalEventDefinition
            errorEventDefinition escalationEventDefinition compensateEventDefinition terminateEventDefinition
            cancelEventDefinition linkEventDefinition conditionalEventDefinition condition
            multiInstanceLoopCharacteristics loopCardinality completionCondition loopDataInputRef inputDataItem
            message signal error escalation
            text textAnnotation association group category categoryValue
            dataObject dataObjectReference dataStore dataStoreReference dataState dataInputAssociation
            dataOutputAssociation sourceRef targetRef source target property itemDefinition
            ioSpecification dataInput dataOutput inputSet outputSet dataInputRefs dataOutputRefs
            humanPerformer potentialOwner resourceAssignmentExpression formalExpression""");

    static final Set<String> BPMN_ATTRIBUTES = Names.of(
            """
            id name targetNamespace exporter exporterVersion isExecutable processType isClosed
            processRef sourceRef targetRef messageRef signalRef errorRef escalationRef activityRef dataObjectRef
            dataStoreRef categoryValueRef itemSubjectRef structureRef itemKind
            attachedToRef cancelActivity isInterrupting triggeredByEvent default gatewayDirection isImmediate
            isSequential behavior isForCompensation startQuantity completionQuantity parallelMultiple
            calledElement errorCode escalationCode waitForCompletion associationDirection isCollection isUnlimited
            eventGatewayType instantiate textFormat""");

    static final Set<String> CAMUNDA_ATTRIBUTES = Names.of(
            """
            async asyncBefore asyncAfter exclusive historyTimeToLive versionTag isStartableInTasklist
            candidateStarterGroups candidateStarterUsers assignee candidateGroups candidateUsers dueDate followUpDate
            priority jobPriority formRef formRefBinding formRefVersion initiator
            delegateExpression variableMappingDelegateExpression
            decisionRef decisionRefBinding decisionRefVersion decisionRefVersionTag mapDecisionResult resultVariable
            calledElementBinding calledElementVersion calledElementVersionTag
            collection elementVariable modelerTemplate modelerTemplateVersion
            variableName variableEvents errorCodeVariable errorMessageVariable escalationCodeVariable errorMessage""");

    /** The engine's own elements, each with its attributes. */
    static final Map<String, Set<String>> CAMUNDA_ELEMENTS = Map.ofEntries(
            Map.entry("taskListener", Names.of("delegateExpression event id")),
            Map.entry("executionListener", Names.of("delegateExpression event id")),
            Map.entry("in", Names.of("businessKey source sourceExpression target variables local")),
            Map.entry("out", Names.of("source sourceExpression target variables local")),
            Map.entry("properties", Set.of()),
            Map.entry("property", Names.of("id name value")),
            Map.entry("failedJobRetryTimeCycle", Set.of()),
            Map.entry("inputOutput", Set.of()),
            Map.entry("inputParameter", Set.of("name")),
            Map.entry("outputParameter", Set.of("name")),
            Map.entry("map", Set.of()),
            Map.entry("entry", Set.of("key")),
            Map.entry("list", Set.of()),
            Map.entry("value", Names.of("id name")),
            Map.entry("formData", Set.of("businessKey")),
            Map.entry("formField", Names.of("id label type datePattern defaultValue")),
            Map.entry("validation", Set.of()),
            Map.entry("constraint", Names.of("name config")));

    /** Attributes that name the bean which runs. */
    static final Set<String> DELEGATES = Set.of("delegateExpression", "variableMappingDelegateExpression");

    private static final String NO_CODE = "it would run code that nobody has checked";

    /** Why, where the mere name would not tell a process owner. */
    private static final Map<String, String> WHY = Map.ofEntries(
            Map.entry("scriptTask", NO_CODE),
            Map.entry("script", NO_CODE),
            Map.entry("scriptFormat", NO_CODE),
            Map.entry("language", "a condition is an expression, never a script"),
            Map.entry("resource", "it would load a script"),
            Map.entry("connector", "it would call other computers"),
            Map.entry("class", NO_CODE + "; name a bean by delegateExpression"),
            Map.entry("expression", NO_CODE + "; name a bean by delegateExpression"),
            Map.entry("variableMappingDelegateClass", NO_CODE),
            Map.entry("formHandlerClass", NO_CODE),
            Map.entry("field", "it would set what is inside a bean"),
            Map.entry("type", "mail, shell and outside workers are not for diagrams"),
            Map.entry("topic", "mail, shell and outside workers are not for diagrams"),
            Map.entry("formKey", "forms are .form files named by formRef; no other pages are shown"),
            Map.entry("import", "a model brings everything it needs"));

    private Vocabulary() {}

    static String refusal(String what, String name) {
        return refusal(what, name, name);
    }

    static String refusal(String what, String written, String name) {
        String why = WHY.get(name);
        return "The " + what + " " + written + " may not be used in a model" + (why == null ? "." : ": " + why + ".");
    }
}
