package org.countersign.model;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What no diagram may go around, process by process, and the little that may be left out. */
final class Controls {

    /** Nobody gets to the first but through one of the others. */
    record Gate(String guarded, List<String> by) {}

    static final Map<String, List<Gate>> GATES = Map.ofEntries(
            Map.entry(
                    "access-review.bpmn",
                    List.of(
                            gate("issueLicense", "scoreRisk"),
                            gate("issueLicense", "determineAgencies"),
                            gate("issueLicense", "signOff"),
                            gate("issueLicense", "tallySignOffs"),
                            gate("issueLicense", "countersign"),
                            gate("issueLicense", "screenBeforeLicense"),
                            gate("denyAccess", "giveNotice"),
                            gate("denyAccess", "announceIntent"))),
            Map.entry(
                    "agency-sign-off.bpmn",
                    List.of(gate("positionStated", "draftVote"), gate("positionStated", "countersignVote"))),
            Map.entry("party-screening.bpmn", List.of(gate("partiesClear", "screenParties"))),
            Map.entry(
                    "escalation.bpmn",
                    List.of(
                            gate("approvalDecided", "concludeEscalation"),
                            gate("openChairWindow", "decideAsChair"),
                            gate(
                                    "concludeEscalation",
                                    "closeChairWindow",
                                    "closeCommitteeWindow",
                                    "countBoard",
                                    "recordPrincipalsDecision"))),
            Map.entry(
                    "appeal.bpmn",
                    List.of(
                            gate("issueLicense", "decideAppeal"),
                            gate("issueLicense", "allHeard", "countersign"),
                            gate("overturnDenial", "decideAppeal"),
                            gate("releaseCondition", "decideAppeal"),
                            gate("reinstateLicense", "decideAppeal"),
                            gate("orderAction", "decideAppeal"),
                            gate("reopenSignOff", "decideAppeal"),
                            gate("confirmDenial", "decideAppeal"))),
            Map.entry(
                    "emergency-directive.bpmn",
                    List.of(
                            gate("putInForce", "draftDirective"),
                            gate("putInForce", "reviewBlastRadius"),
                            gate("signatureGiven", "countersignDirective"),
                            gate("putInForce", "signedByTwoAgencies"),
                            gate("applyLifting", "liftDirective"),
                            gate("applyLifting", "countersignLifting"))),
            Map.entry("license-revocation.bpmn", List.of(gate("revokeLicense", "decideRevocation"))),
            Map.entry(
                    "sanction-proposal.bpmn",
                    List.of(gate("suspendOnProposal", "decideSanction"), gate("revokeOnProposal", "decideSanction"))),
            Map.entry(
                    "compliance-audit.bpmn",
                    List.of(gate("closeAudit", "auditLicense"), gate("raiseFindings", "auditLicense"))),
            Map.entry("finding.bpmn", List.of(gate("liftAuditSuspension", "closeFinding"))),
            Map.entry("license-screening.bpmn", List.of(gate("liftHold", "screenParties"))),
            Map.entry(
                    "license-monitoring.bpmn",
                    List.of(
                            gate("openAudit", "auditDue"),
                            gate("suspendOverdue", "warnOverdue"),
                            gate("proposeRevocation", "suspendOverdue"))));

    /** Who only sends messages: more of them may stand anywhere in a diagram that has one already. */
    static final Set<String> MESSENGERS = Set.of("notify", "tellLabs");

    /** Messages on which nothing depends. All others are served on somebody, and stay where they are. */
    static final Set<String> FREE_NOTICES = Set.of("received", "appeal-received", "reminder", "directive-reminder");

    /** What a process owner may add. */
    static final Set<String> NEW_NODES = Set.of(
            "userTask", "serviceTask", "exclusiveGateway", "intermediateCatchEvent", "boundaryEvent", "endEvent");

    private Controls() {}

    private static Gate gate(String guarded, String... by) {
        return new Gate(guarded, List.of(by));
    }

    /** Everything that stands in a shipped diagram is a control, but where it begins, where it ends, free messages. */
    static boolean isControl(Markup node) {
        return !Diagram.isPlainStart(node) && !Diagram.isPlainEnd(node) && !isFreeMessage(node);
    }

    static boolean isFreeMessage(Markup node) {
        return node.name().equals("serviceTask")
                && MESSENGERS.contains(Diagram.delegateOf(node))
                && FREE_NOTICES.contains(notice(node));
    }

    static String notice(Markup node) {
        return node.all()
                .filter(part ->
                        part.is(Names.CAMUNDA, "property") && part.value("name").equals("notice"))
                .map(part -> part.value("value"))
                .findFirst()
                .orElse("");
    }
}
