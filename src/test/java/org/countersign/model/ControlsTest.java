package org.countersign.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a process owner may change, and what nobody may: each a shipped model, bent at one place. */
class ControlsTest {

    private static final String REVIEW = "access-review.bpmn";

    private static final Map<String, String> DIAGRAMS_WITH =
            Map.of("(<bpmn:completionCondition[^>]*>[^<]*</bpmn:completionCondition>)", "escalation.bpmn");

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
    void anAddedTaskAsksForDaysAndNoClockOfTheCase() {
        String looked = withSecondLook("startCommerceClock", "countersign");
        String task = "id=\"lookAgain\"";
        String days = task + " camunda:dueDate=\"${reviewClock.due('committee')}\"";
        String clock = task + " camunda:dueDate=\"${clockLedger.due(applicationId, 'countersignature', 'commerce')}\"";
        assertThat(Models.check(REVIEW, looked.replace(task, days))).isEmpty();
        assertThat(Models.check(REVIEW, looked.replace(task, clock)))
                .singleElement()
                .satisfies(complaint -> assertThat(complaint.message()).contains("This clock may not be open"));
    }

    /** Inside the step whose clock it is, when that clock has been stopped. */
    @Test
    void norDoesOneInsideAStepThatShips() {
        String flow = "sourceRef=\"voteAccepted\" targetRef=\"positionStated\"";
        String inside = Models.bent("agency-sign-off.bpmn", flow, flow.replace("positionStated", "lookAgain"))
                .replaceFirst(
                        "(<bpmn:sequenceFlow id=\"acceptedYes\")",
                        """
                        <bpmn:userTask id="lookAgain" name="Look again" camunda:formRef="check-completeness"
                          camunda:formRefBinding="latest" camunda:candidateGroups="intake"
                          camunda:dueDate="\\${clockLedger.due(applicationId, 'sign-off', agency)}"/>
                        <bpmn:sequenceFlow id="lookedAgain" sourceRef="lookAgain" targetRef="positionStated"/>$1""");
        assertThat(Models.check("agency-sign-off.bpmn", inside))
                .anySatisfy(complaint -> assertThat(complaint.message()).contains("This clock may not be open"));
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

    /** A process whose last way has stopped is over, and whoever called it goes on. */
    @Test
    void noWayStopsBeforeAnEnd() {
        for (String file : BentFlowsTest.diagrams()) {
            var diagram = new Diagram(Shipped.read().diagram(file));
            for (Markup flow : diagram.flows().stream().limit(3).toList()) {
                String target = flow.value("targetRef");
                String bent = Models.text(file)
                        .replaceFirst(
                                "(<bpmn:sequenceFlow id=\"" + flow.id() + "\"[^>]*targetRef=\")" + target + "\"",
                                "$1whoKnows\"")
                        .replaceFirst(
                                "(<bpmn:sequenceFlow id=\"" + flow.id() + "\")",
                                """
                                <bpmn:exclusiveGateway id="whoKnows" name="Who knows?" default="onward"/>
                                <bpmn:sequenceFlow id="onward" sourceRef="whoKnows" targetRef="%s"/>
                                <bpmn:sequenceFlow id="away" sourceRef="whoKnows" targetRef="nowhere">
                                  <bpmn:conditionExpression>\\${caseTitle != ''}</bpmn:conditionExpression>
                                </bpmn:sequenceFlow>
                                <bpmn:intermediateCatchEvent id="nowhere" name="A minute">
                                  <bpmn:timerEventDefinition id="aMinute">
                                    <bpmn:timeDuration>PT1M</bpmn:timeDuration>
                                  </bpmn:timerEventDefinition>
                                </bpmn:intermediateCatchEvent>
                                $1"""
                                        .formatted(target));
                assertThat(Models.check(file, bent))
                        .as(flow.id() + " of " + file)
                        .anySatisfy(complaint -> assertThat(complaint.message()).contains("It leads nowhere"));
            }
        }
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
                    access-review.bpmn       | camunda:dueDate="${clockLedger.due(applicationId, 'completeness', 'intake')}" | camunda:dueDate="${clockLedger.due(applicationId, 'denial', 'commerce')}" | This clock may not be open
                    access-review.bpmn       | camunda:dueDate="${clockLedger.due(applicationId, 'completeness', 'intake')}" | camunda:dueDate="${reviewClock.due('lunch')}" | There is no step lunch
                    access-review.bpmn       | camunda:dueDate="${clockLedger.due(applicationId, 'completeness', 'intake')}" | camunda:dueDate="${reviewClock.due(applicationId)}" | Ask for the days of one step
                    access-review.bpmn       | ${clockLedger.due(applicationId, 'denial', 'commerce')}</bpmn:timeDate> | PT1M</bpmn:timeDate> | This must go on asking
                    access-review.bpmn       | name="rebuttalReceived" | name="agencyAdded" | This must stay as it is: message
                    access-review.bpmn       | attachedToRef="awaitRebuttal" | attachedToRef="countersign" | This must stay as it is: attachedToRef
                    access-review.bpmn       | cancelActivity="false" attachedToRef="countersign" | attachedToRef="countersign" | This must stay as it is: cancelActivity
                    access-review.bpmn       | value="intent-to-deny" | value="reminder" | This must stay as it is: property
                    access-review.bpmn       | <camunda:out source="resolution" target="resolution"/> | <camunda:out source="resolution" target="outcome"/> | This must stay as it is: out
                    access-review.bpmn       | P3650D | 12 | how many days
                    access-review.bpmn       | P3650D | P1D | at least P3650D
                    access-review.bpmn       | <bpmn:exclusiveGateway id="accessApproved" | <bpmn:exclusiveGateway default="approvedYes" id="accessApproved" | This may not be added here: default approvedYes
                    access-review.bpmn       | process id="access-review" | process id="access" | must be called access-review
                    access-review.bpmn       | isExecutable="true" | isExecutable="false" | executable
                    agency-sign-off.bpmn     | sourceRef="draftVote" targetRef="countersignVote" | sourceRef="draftVote" targetRef="voteAccepted" | around countersignVote
                    agency-sign-off.bpmn     | ${accepted} | ${!accepted} | has no way out any more
                    agency-sign-off.bpmn     | ${clockLedger.due(applicationId, 'sign-off', agency)}</bpmn:timeDate> | PT1M</bpmn:timeDate> | This must go on asking
                    emergency-directive.bpmn | targetRef="countersignDirective"> | targetRef="signatureGiven"> | around countersignDirective
                    emergency-directive.bpmn | ${signing == 'signed'} | ${signing != 'refused'} | must stay
                    emergency-directive.bpmn | ${otherDirectors} | ${directors} | This must stay as it is: candidate
                    appeal.bpmn              | ${appealOutcome == 'reversed'} | ${appealOutcome != 'upheld'} | must stay
                    escalation.bpmn          | ${carriedUp} | ${true} | must stay
                    license-revocation.bpmn  | ${revocationOutcome == 'revoke'} | ${revocationOutcome != 'x'} | must stay
                    sanction-proposal.bpmn   | ${sanction == 'revoke'} | ${sanction != 'suspend'} | must stay
                    compliance-audit.bpmn    | camunda:candidateGroups="auditors" | camunda:candidateGroups="intake" | This must stay as it is: candidateGroups
                    finding.bpmn             | ${mended} | ${!mended} | has no way out any more
                    license-monitoring.bpmn  | ${auditDueOn} | P900D | This must go on asking
                    country-groups.dmn       | hitPolicy="FIRST" | hitPolicy="ANY" | The hitPolicy must stay
                    audit-interval.dmn       | <text>band</text> | <text>other</text> | may not be left out or changed
                    audit-interval.dmn       | decision id="audit-interval" | decision id="audit" | called audit-interval
                    countersign.form         | "key": "reasons" | "key": "why" | The field reasons is missing
                    countersign.form         | "value": "refuse" | "value": "approve-too" | The choices of outcome must stay
                    countersign.form         | "key": "reasons" | "path": "other", "key": "reasons" | no path
                    countersign.form         | "required": true | "required": false | must stay required
                    countersign.form         | "schemaVersion": 16 | "schemaVersion": 17 | up to schema version 16
                    draft-vote.form          | "label": "Concur", | "label": "Object!", | The choices of vote must stay
                    draft-vote.form          | "key": "vote", | "key": "vote", "defaultValue": "concur", | defaultValue must stay
                    draft-vote.form          | "key": "vote", | "key": "vote", "readonly": true, | readonly must stay
                    draft-vote.form          | "key": "vote", | "key": "vote", "disabled": true, | disabled must stay
                    draft-vote.form          | "key": "vote", | "key": "vote", "valuesExpression": "=others", | valuesExpression must stay
                    draft-vote.form          | "hide": "=recused = true" | "hide": "=true" | conditional must stay
                    review-clock.dmn         | <text>9</text> | <text>0</text> | whole number from 1
                    review-clock.dmn         | <text>30</text> | <text>9</text> | sign-off takes a whole number from 10
                    review-clock.dmn         | <text>20</text> | <text>1</text> | rebuttal takes a whole number from 10
                    review-clock.dmn         | <text>45</text> | <text>1.5</text> | denial takes a whole number from 20
                    review-clock.dmn         | <text>9</text> | <text>1 - 1</text> | whole number
                    review-clock.dmn         | <text>"times"</text> | <text>"working"</text> | is counted in
                    review-clock.dmn         | <text>not("severe")</text> | <text>"low"</text> | exactly one row
                    review-clock.dmn         | <text>"chair"</text> | <text>"other"</text> | no clock is called
                    review-clock.dmn         | <text>20</text> | <text>60</text> | not before
                    required-agencies.dmn    | <text>"oncd"</text> | <text>"state"</text> | Every case needs oncd
                    required-agencies.dmn    | <text>"commerce"</text> | <text>if true then "commerce" else ""</text> | plain word
                    required-agencies.dmn    | <text>"ostp"</text> | <description>"ostp"</description><text>"state"</text> | one text and nothing else
                    """)
    void mayNotBeChanged(String file, String was, String is, String why) {
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

    /** What the engine would pass over, or read where we do not look: each puts another text beside the shipped one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    (<bpmn:timeDate [^>]*>)([^<]*)(</bpmn:timeDate>) | <bpmn:documentation>$2</bpmn:documentation>$12020-01-01T00:00:00Z$3 | exactly one
                    (<bpmn:timeDate [^>]*>)([^<]*)(</bpmn:timeDate>) | $1$2$3$12020-01-01T00:00:00Z$3 | exactly one
                    (<bpmn:timeDate [^>]*>)([^<]*)(</bpmn:timeDate>) | <dc:timeDate>2020-01-01T00:00:00Z</dc:timeDate>$0 | exactly one
                    (rebuttalPeriodOverTimer">\\s*<bpmn:)timeDate ([^>]*>[^<]*</bpmn:)timeDate | $1timeDuration $2timeDuration | must stay a timeDate
                    (<bpmn:conditionExpression [^>]*>)([^<]*)(</bpmn:conditionExpression>) | $0$1\\${true}$3 | said twice
                    (<bpmn:conditionExpression [^>]*>)([^<]*)(</bpmn:conditionExpression>) | $1<bpmn:documentation>a</bpmn:documentation>$2$3 | A text stands alone
                    (<bpmn:conditionExpression [^>]*>)([^<]*)(</bpmn:conditionExpression>) | $1<!-- a --><![CDATA[x]]>$2$3 | must stay
                    (<bpmn:conditionExpression [^>]*>)([^<]*)(</bpmn:conditionExpression>) | $1&#8195;$2$3 | must stay
                    (<camunda:taskListener [^>]*event="complete"[^>]*/>) | <camunda:properties>$1</camunda:properties> | does not belong
                    (<bpmn:sequenceFlow [^>]*)/> | $1><bpmn:extensionElements><camunda:executionListener event="take" delegateExpression="\\${issueLicense}"/></bpmn:extensionElements></bpmn:sequenceFlow> | A listener stands in a step
                    (<bpmn:startEvent id="applicationReceived"[^>]*>) | $1<bpmn:extensionElements><camunda:executionListener event="end" delegateExpression="\\${issueLicense}"/></bpmn:extensionElements> | may not be added here
                    (<bpmn:sequenceFlow id="toIntake") | <dc:sequenceFlow id="other" sourceRef="scoreRisk" targetRef="issueLicense"/>$1 | A drawing stands
                    (<bpmn:completionCondition[^>]*>[^<]*</bpmn:completionCondition>) | $1$1 | said twice
                    camunda:collection= | modeler:collection= | must stay as it is: repeated
                    """)
    void nothingIsHiddenBesideWhatIsRead(String was, String is, String why) {
        String text = Models.text(DIAGRAMS_WITH.getOrDefault(was, REVIEW));
        String file = DIAGRAMS_WITH.getOrDefault(was, REVIEW);
        String bent = text.replaceFirst(was, is);
        assertThat(bent).isNotEqualTo(text);
        assertThat(Models.check(file, bent)).extracting(Complaint::message).anySatisfy(message -> assertThat(message)
                .contains(why));
    }

    @Test
    void aVoteIsNotHiddenInAGroupNorAskedTwice() {
        String form = Models.text("draft-vote.form");
        String vote = form.substring(
                form.lastIndexOf("\n    {\n", form.indexOf("\"key\": \"vote\",")) + 1,
                form.indexOf("    {\n      \"label\": \"Question to the applicant\""));
        String inside = vote.strip().replaceFirst(",$", "");
        String group = "{\"type\": \"group\", \"id\": \"g\", \"conditional\": {\"hide\": \"=true\"}, \"components\": [";
        assertThat(Models.check("draft-vote.form", form.replace(inside, group + inside + "]}")))
                .extracting(Complaint::message)
                .contains("The fields must stand in the same lists and under the same conditions as before.");
        assertThat(Models.check("draft-vote.form", form.replace(inside, inside + "," + inside)))
                .extracting(Complaint::message)
                .contains("The field vote stands there twice.");
    }

    @Test
    void everyCaseIsAskedOfTheThreeAgenciesThatSeeAll() {
        String table = Models.text("required-agencies.dmn");
        for (String agency : List.of("oncd", "ostp", "commerce")) {
            String without = table.replaceFirst("(?s)<rule id=\"" + agency + "-always\">.*?</rule>", "");
            String onlyLow = table.replaceFirst(
                    "(?s)(<inputEntry id=\"" + agency + "-always-if-band\">\\s*)<text></text>",
                    "$1<text>\"low\"</text>");
            String hidden = table.replaceFirst(
                    "(?s)(<rule id=\"" + agency + "-always\">.*?</rule>)", "<extensionElements>$1</extensionElements>");
            for (String bent : List.of(without, onlyLow, hidden)) {
                assertThat(bent).isNotEqualTo(table);
                assertThat(Models.check("required-agencies.dmn", bent)).isNotEmpty();
            }
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
