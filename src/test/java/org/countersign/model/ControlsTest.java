package org.countersign.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a process owner may change, and what nobody may: each a shipped model, bent at one place. */
class ControlsTest {

    private static final String REVIEW = "access-review.bpmn";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    access-review.bpmn       | name="Check completeness" | name="Is it complete?"
                    access-review.bpmn       | camunda:dueDate="${clockLedger.due(applicationId, 'completeness', 'intake')}" | camunda:dueDate="${reviewClock.due('committee')}"
                    access-review.bpmn       | 20 days to answer; final on day 45 | Thirty days to answer; final on day 60
                    access-review.bpmn       | <bpmn:serviceTask id="issueLicense" | <bpmn:serviceTask camunda:asyncBefore="true" id="issueLicense"
                    party-screening.bpmn     | PT1H | PT30M
                    emergency-directive.bpmn | R/PT12H | R/PT6H
                    applicant-question.bpmn  | ${questionTimes.remindOn(questionId)} | P5D
                    audit-interval.dmn       | <text>180</text> | <text>150</text>
                    draft-vote.form          | "I step back from this case. | "I take no part in this case.
                    """)
    void mayBeChanged(String file, String was, String is) {
        assertThat(Models.check(file, Models.bent(file, was, is))).isEmpty();
    }

    @Test
    void aFurtherLookMayBeAddedBeforeACountersignature() {
        assertThat(Models.check(REVIEW, withSecondLook("startCommerceClock", "countersign")))
                .isEmpty();
    }

    @Test
    void aReminderMayBeAddedBesideATask() {
        String reminder =
                """
                <bpmn:boundaryEvent id="remindCommerce" name="Reminder" cancelActivity="false" attachedToRef="countersign">
                  <bpmn:outgoing>toRemind</bpmn:outgoing>
                  <bpmn:timerEventDefinition id="remindTimer">
                    <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P5D</bpmn:timeDuration>
                  </bpmn:timerEventDefinition>
                </bpmn:boundaryEvent>
                <bpmn:endEvent id="reminded" name="Reminded"/>
                <bpmn:sequenceFlow id="toRemind" sourceRef="remindCommerce" targetRef="reminded"/>
                """;
        assertThat(Models.check(REVIEW, added(Models.text(REVIEW), reminder))).isEmpty();
    }

    @Test
    void aMessageOnWhichNothingDependsMayBeLeftOut() {
        String without = Models.text(REVIEW)
                .replaceFirst("(?s)<bpmn:serviceTask id=\"confirmReceipt\".*?</bpmn:serviceTask>", "")
                .replaceAll(".*<bpmn:flowNodeRef>confirmReceipt</bpmn:flowNodeRef>\n", "")
                .replaceAll(".*<bpmn:sequenceFlow id=\"toConfirmReceipt\".*\n", "")
                .replace("sourceRef=\"confirmReceipt\"", "sourceRef=\"applicationReceived\"");
        assertThat(Models.check(REVIEW, without)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    access-review.bpmn       | targetRef="countersign"/> | targetRef="issueLicense"/> | around accessApproved, countersign
                    access-review.bpmn       | sourceRef="scoreRisk" targetRef="determineAgencies" | sourceRef="scoreRisk" targetRef="countersign" | around
                    access-review.bpmn       | ${outcome == 'approve'} | ${outcome != 'approve'} | The answers at accessApproved must stay
                    access-review.bpmn       | ${resolution != 'true-match'} | ${resolution != 'other'} | must stay
                    access-review.bpmn       | ${allConcur} | ${true} | must stay
                    access-review.bpmn       | camunda:candidateGroups="commerce-directors" | camunda:candidateGroups="intake" | This must stay as it is: candidateGroups commerce-directors
                    access-review.bpmn       | delegateExpression="${recordDecision}" event="complete" | delegateExpression="${recordDecision}" event="create" | This must stay as it is: taskListener
                    access-review.bpmn       | <camunda:taskListener delegateExpression="${recordDecision}" event="complete"/> | <camunda:properties/> | This must stay as it is: taskListener
                    access-review.bpmn       | camunda:delegateExpression="${tallySignOffs}" | camunda:delegateExpression="${notify}" | This must stay as it is: delegateExpression
                    access-review.bpmn       | camunda:delegateExpression="${scoreRisk}" | camunda:delegateExpression="${issueLicense}" | This must stay as it is
                    access-review.bpmn       | calledElement="agency-sign-off" | calledElement="party-screening" | This must stay as it is: calledElement
                    access-review.bpmn       | ${requiredAgencies.of(applicationId)} | ${ladder.seats(applicationId)} | may not ask ladder
                    access-review.bpmn       | ${clockLedger.due(applicationId, 'denial', 'commerce')}</bpmn:timeDate> | PT1M</bpmn:timeDate> | This must go on asking
                    access-review.bpmn       | name="rebuttalReceived" | name="agencyAdded" | This must stay as it is: message
                    access-review.bpmn       | attachedToRef="awaitRebuttal" | attachedToRef="countersign" | This must stay as it is: attachedToRef
                    access-review.bpmn       | cancelActivity="false" attachedToRef="countersign" | attachedToRef="countersign" | This must stay as it is: cancelActivity
                    access-review.bpmn       | value="intent-to-deny" | value="reminder" | This must stay as it is: property
                    access-review.bpmn       | <camunda:out source="resolution" target="resolution"/> | <camunda:out source="resolution" target="outcome"/> | This must stay as it is: out
                    access-review.bpmn       | P3650D | 12 | how many days
                    access-review.bpmn       | process id="access-review" | process id="access" | must be called access-review
                    access-review.bpmn       | isExecutable="true" | isExecutable="false" | executable
                    agency-sign-off.bpmn     | sourceRef="draftVote" targetRef="countersignVote" | sourceRef="draftVote" targetRef="voteAccepted" | around countersignVote
                    agency-sign-off.bpmn     | ${accepted} | ${!accepted} | must stay
                    agency-sign-off.bpmn     | ${clockLedger.due(applicationId, 'sign-off', agency)}</bpmn:timeDate> | PT1M</bpmn:timeDate> | This must go on asking
                    emergency-directive.bpmn | camunda:candidateUsers | camunda:nobody | candidate
                    emergency-directive.bpmn | targetRef="countersignDirective"/> | targetRef="signatureGiven"/> | around countersignDirective
                    emergency-directive.bpmn | ${signing == 'signed'} | ${signing != 'refused'} | must stay
                    emergency-directive.bpmn | ${otherDirectors} | ${directors} | This must stay as it is: candidate
                    appeal.bpmn              | ${appealOutcome == 'reversed'} | ${appealOutcome != 'upheld'} | must stay
                    escalation.bpmn          | ${carriedUp} | ${true} | must stay
                    license-revocation.bpmn  | ${revocationOutcome == 'revoke'} | ${revocationOutcome != 'x'} | must stay
                    sanction-proposal.bpmn   | ${sanction == 'revoke'} | ${sanction != 'suspend'} | must stay
                    compliance-audit.bpmn    | camunda:candidateGroups="auditors" | camunda:candidateGroups="intake" | This must stay as it is: candidateGroups
                    finding.bpmn             | ${mended} | ${!mended} | must stay
                    license-monitoring.bpmn  | ${auditDueOn} | P900D | This must go on asking
                    audit-interval.dmn       | hitPolicy="FIRST" | hitPolicy="ANY" | The hitPolicy must stay
                    audit-interval.dmn       | <text>band</text> | <text>other</text> | may not be left out or changed
                    audit-interval.dmn       | decision id="audit-interval" | decision id="audit" | called audit-interval
                    countersign.form         | "key": "reasons" | "key": "why" | The field reasons is missing
                    countersign.form         | "value": "refuse" | "value": "approve-too" | The choices of outcome must stay
                    countersign.form         | "required": true | "required": false | must stay required
                    countersign.form         | "schemaVersion": 16 | "schemaVersion": 17 | up to schema version 16
                    """)
    void mayNotBeChanged(String file, String was, String is, String why) {
        if (!Models.text(file).contains(was)) {
            return;
        }
        List<Complaint> complaints = Models.check(file, Models.bent(file, was, is));
        assertThat(complaints).isNotEmpty();
        assertThat(complaints)
                .anySatisfy(complaint -> assertThat(complaint.message()).contains(why));
        assertThat(complaints).allSatisfy(complaint -> {
            assertThat(complaint.file()).isEqualTo(file);
            assertThat(complaint.line()).isPositive();
        });
    }

    @Test
    void aSecondWayAroundTheCountersignatureIsSeenThroughWhateverIsAdded() {
        String around =
                """
                <bpmn:exclusiveGateway id="hurry" name="Hurry?"/>
                <bpmn:sequenceFlow id="hurryYes" name="Yes" sourceRef="hurry" targetRef="screenBeforeLicense">
                  <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${riskBand == 'low'}</bpmn:conditionExpression>
                </bpmn:sequenceFlow>
                <bpmn:sequenceFlow id="hurryNo" name="No" sourceRef="hurry" targetRef="countersign">
                  <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${riskBand != 'low'}</bpmn:conditionExpression>
                </bpmn:sequenceFlow>
                """;
        String bent = added(
                Models.bent(
                        REVIEW,
                        "sourceRef=\"startCommerceClock\" targetRef=\"countersign\"",
                        "sourceRef=\"startCommerceClock\" targetRef=\"hurry\""),
                around);
        assertThat(Models.check(REVIEW, bent))
                .extracting(Complaint::message)
                .contains(
                        "A way leads from startCommerceClock to screenBeforeLicense, around accessApproved, countersign.",
                        "There is a way to issueLicense around countersign.");
    }

    @Test
    void nothingIsAddedThatInterruptsDecidesOrRunsTwice() {
        for (String added : List.of(
                "<bpmn:boundaryEvent id=\"cutShort\" name=\"Cut short\" attachedToRef=\"countersign\"><bpmn:timerEventDefinition id=\"t\"><bpmn:timeDuration xsi:type=\"bpmn:tFormalExpression\">P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>",
                "<bpmn:serviceTask id=\"issueAgain\" name=\"Again\" camunda:delegateExpression=\"${issueLicense}\"/>",
                "<bpmn:serviceTask id=\"announceEarly\" name=\"Early\" camunda:delegateExpression=\"${notify}\"><bpmn:extensionElements><camunda:properties><camunda:property name=\"notice\" value=\"approved\"/></camunda:properties></bpmn:extensionElements></bpmn:serviceTask>",
                "<bpmn:parallelGateway id=\"twice\" name=\"Twice\"/>",
                "<bpmn:inclusiveGateway id=\"twice\" name=\"Twice\"/>",
                "<bpmn:callActivity id=\"callOther\" name=\"Other\" calledElement=\"escalation\"/>",
                "<bpmn:subProcess id=\"inside\" name=\"Inside\"/>",
                "<bpmn:userTask id=\"other\" name=\"Other\" camunda:formRef=\"countersign\" camunda:formRefBinding=\"latest\" camunda:candidateGroups=\"strangers\"/>",
                "<bpmn:userTask id=\"other\" name=\"Other\" camunda:formRef=\"unknown\" camunda:formRefBinding=\"latest\" camunda:candidateGroups=\"intake\"/>",
                "<bpmn:userTask id=\"other\" name=\"Other\" camunda:formRef=\"countersign\" camunda:formRefBinding=\"latest\" camunda:assignee=\"admin\"/>",
                "<bpmn:userTask id=\"other\" name=\"Other\" camunda:formRef=\"countersign\" camunda:formRefBinding=\"latest\" camunda:candidateGroups=\"intake\"><bpmn:extensionElements><camunda:taskListener delegateExpression=\"${recordDecision}\" event=\"complete\"/></bpmn:extensionElements></bpmn:userTask>",
                "<bpmn:userTask id=\"Activity_0abc123\" name=\"Other\" camunda:formRef=\"countersign\" camunda:formRefBinding=\"latest\" camunda:candidateGroups=\"intake\"/>",
                "<bpmn:intermediateCatchEvent id=\"soon\" name=\"Soon\"><bpmn:timerEventDefinition id=\"t\"><bpmn:timeCycle xsi:type=\"bpmn:tFormalExpression\">R/PT0S</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>",
                "<bpmn:endEvent id=\"killed\" name=\"Killed\"><bpmn:terminateEventDefinition id=\"t\"/></bpmn:endEvent>",
                "<bpmn:sequenceFlow id=\"second\" sourceRef=\"scoreRisk\" targetRef=\"determineAgencies\"/>",
                "<bpmn:sequenceFlow id=\"nowhere\" sourceRef=\"scoreRisk\" targetRef=\"missing\"/>",
                "</bpmn:process><bpmn:process id=\"other\" isExecutable=\"true\" camunda:historyTimeToLive=\"P1D\">")) {
            assertThat(Models.check(REVIEW, added(Models.text(REVIEW), added)))
                    .as(added)
                    .isNotEmpty();
        }
    }

    @Test
    void theComplaintStandsAtItsLine() {
        String bent = Models.bent(
                REVIEW,
                "<bpmn:startEvent id=\"applicationReceived\" name=\"Application received\">",
                "<bpmn:startEvent id=\"applicationReceived\" name=\"Application received\">\n<bpmn:scriptTask id=\"run\"/>");
        int line = bent.substring(0, bent.indexOf("scriptTask")).split("\n", -1).length;
        assertThat(Models.check(REVIEW, bent)).anySatisfy(complaint -> {
            assertThat(complaint.line()).isEqualTo(line);
            assertThat(complaint.element()).isEqualTo("run");
            assertThat(complaint.message())
                    .isEqualTo(
                            "The element scriptTask may not be used in a model: it would run code that nobody has checked.");
        });
    }

    @Test
    void unknownFilesAreNoModels() {
        for (String file : List.of("new-process.bpmn", "new-table.dmn", "new.form")) {
            String other = file.endsWith("bpmn") ? REVIEW : file.endsWith("dmn") ? "risk-band.dmn" : "countersign.form";
            assertThat(Models.check(file, Models.text(other)))
                    .anySatisfy(complaint -> assertThat(complaint.message()).contains("comes with a new release"));
        }
        for (String file :
                List.of("../access-review.bpmn", "a/b.bpmn", "x.cmmn", "x.js", "X.bpmn", "x.bpmn20.xml", "")) {
            assertThat(Models.check(file, "x")).as(file).isNotEmpty();
        }
        assertThat(Models.CHECK.check(null, null)).isNotEmpty();
        assertThat(Models.CHECK.check(REVIEW, new byte[0])).isNotEmpty();
        assertThat(Models.CHECK.check(REVIEW, new byte[ModelCheck.MOST_BYTES + 1]))
                .isNotEmpty();
    }

    private static String withSecondLook(String from, String to) {
        String flow = "sourceRef=\"%s\" targetRef=\"%s\"";
        return added(
                Models.bent(REVIEW, flow.formatted(from, to), flow.formatted(from, "lookAgain")),
                "<bpmn:userTask id=\"lookAgain\" name=\"Look again\" camunda:formRef=\"check-completeness\" "
                        + "camunda:formRefBinding=\"latest\" camunda:candidateGroups=\"intake\"/>"
                        + "<bpmn:sequenceFlow id=\"lookedAgain\" sourceRef=\"lookAgain\" targetRef=\"" + to + "\"/>");
    }

    private static String added(String diagram, String what) {
        int end = diagram.lastIndexOf("</bpmn:process>");
        return diagram.substring(0, end) + what + diagram.substring(end);
    }
}
