package org.countersign.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.countersign.application.Question;
import org.countersign.application.Questions;
import org.countersign.clock.ClockLedger;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.NoTrace;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rule 5. Answers nobody can use are refused, say which field is wrong, and leave the question open. */
@CountersignTest
class Rule5BadAnswersTest {

    @Autowired
    private TestCases cases;

    @Autowired
    private LabApi api;

    @Autowired
    private Questions questions;

    @Autowired
    private ClockLedger ledger;

    @Autowired
    private JdbcClient db;

    private Case acme;
    private String request;

    @BeforeEach
    void aCaseWithAnOpenQuestion() {
        acme = cases.referred();
        request = cases.asks(acme, "oncd", "Which logs do you keep?");
    }

    private LabApi.Answer refused(int status, Map<String, ?> body) {
        LabApi.Answer answer = new NoTrace(db).of(() -> cases.labPosts(acme, "responses", body));
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(questions.get(request).isOpen()).isTrue();
        assertThat(ledger.open(acme.id(), ClockLedger.SIGN_OFF, "oncd")
                        .orElseThrow()
                        .isPaused())
                .isTrue();
        return answer;
    }

    private static String field(LabApi.Answer answer) {
        return answer.json().get("errors").get(0).get("field").asText();
    }

    @Test
    void emptyAnswers() {
        assertThat(field(refused(422, Map.of("requestId", request, "answer", ""))))
                .isEqualTo("answer");
        assertThat(field(refused(422, Map.of("requestId", request, "answer", " \u00a0\n "))))
                .isEqualTo("answer");
        assertThat(field(refused(422, Map.of("requestId", request)))).isEqualTo("answer");
        assertThat(field(refused(422, Map.of("answer", "All of them.")))).isEqualTo("requestId");
    }

    @Test
    void answersThatAreTooLong() {
        assertThat(field(refused(422, Map.of("requestId", request, "answer", "x".repeat(20_001)))))
                .isEqualTo("answer");
        assertThat(field(refused(
                        422, Map.of("requestId", request, "answer", "x", "attachments", List.of("x".repeat(501))))))
                .startsWith("attachments");
        assertThat(field(refused(
                        422,
                        Map.of(
                                "requestId",
                                request,
                                "answer",
                                "x",
                                "attachments",
                                java.util.Collections.nCopies(21, "https://acme.example")))))
                .isEqualTo("attachments");
    }

    @Test
    void answersWithCharactersThatMislead() {
        for (String odd : new String[] {"a\u0000b", "a\u0007b", "invoice\u202Efdp.exe"}) {
            LabApi.Answer answer = refused(422, Map.of("requestId", request, "answer", odd));
            assertThat(field(answer)).isEqualTo("answer");
            assertThat(answer.body()).doesNotContain(odd);
        }
    }

    @Test
    void answersOfTheWrongShape() {
        refused(422, Map.of("requestId", request, "answer", "x", "surprise", 1));
        refused(422, Map.of("requestId", request, "answer", 7));
        LabApi.Answer broken = new NoTrace(db)
                .of(() -> api.post(LabApi.AURORA, "/api/v1/applications/" + acme.id() + "/responses", "{"));
        assertThat(broken.status()).isEqualTo(400);
    }

    @Test
    void requestsOfNobodyAndOfOtherCases() {
        Case other = cases.referred();
        String ofOther = cases.asks(other, "oncd", "And you?");
        for (String wrong : new String[] {ofOther, "no-such-request", "'; DROP TABLE question; --"}) {
            LabApi.Answer answer = refused(422, Map.of("requestId", wrong, "answer", "All of them."));
            assertThat(field(answer)).isEqualTo("requestId");
            assertThat(answer.json().get("errors").get(0).get("message").asText())
                    .isEqualTo("There is no such request in this case.");
        }
        assertThat(questions.get(ofOther).isOpen()).isTrue();
    }

    @Test
    void otherLabsFindNothing() {
        LabApi.Answer answer = new NoTrace(db)
                .of(() -> api.post(
                        LabApi.BOREALIS,
                        "/api/v1/applications/" + acme.id() + "/responses",
                        "{\"requestId\":\"" + request + "\",\"answer\":\"All of them.\"}"));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(questions.get(request).isOpen()).isTrue();
    }

    @Test
    void aSecondAnswerComesTooLate() {
        assertThat(cases.answers(acme, request, "All of them.").status()).isEqualTo(200);
        LabApi.Answer second = new NoTrace(db).of(() -> cases.answers(acme, request, "None of them, to be honest."));
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.json().get("detail").asText())
                .isEqualTo("This request is closed: it is answered. Nothing more can be answered to it.");
        assertThat(questions.get(request).answer().text()).isEqualTo("All of them.");
    }

    @Test
    void anAnswerAfterTheCaseHasEndedChangesNothing() {
        assertThat(cases.withdraws(acme).status()).isEqualTo(200);
        assertThat(questions.get(request).state()).isEqualTo("dropped");
        LabApi.Answer late = new NoTrace(db).of(() -> cases.answers(acme, request, "All of them."));
        assertThat(late.status()).isEqualTo(409);
        assertThat(questions.of(acme.id())).extracting(Question::answer).containsOnlyNulls();
    }
}
