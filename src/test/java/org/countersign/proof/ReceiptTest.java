package org.countersign.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.countersign.journal.Journal;
import org.countersign.journal.Verification;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** What an applicant can prove, and what a receipt keeps to itself. */
@CountersignTest
class ReceiptTest {

    private static final String INSIDE = "INSIDE-ONLY";

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private Journal journal;

    @Autowired
    private TransactionTemplate transaction;

    private Answer receipt(Case of) {
        return api.anonymous("GET", of.trackingPath().replace("/track/", "/journal/receipts/"), request -> {});
    }

    private static List<String> breaks(JsonNode receipt) {
        return verified(receipt).breaks();
    }

    private static Verification.Result verified(JsonNode receipt) {
        return new Verification(List.of(receipt.get("key").asText())).receipt("the receipt", receipt.toString());
    }

    private static List<JsonNode> entries(JsonNode receipt) {
        List<JsonNode> entries = new ArrayList<>();
        receipt.get("entries").forEach(entries::add);
        return entries;
    }

    @Test
    void provesEveryEntryOfTheCaseAndTellsWhatTheApplicantMayKnow() {
        Case acme = cases.received();
        staff.complete(
                "intake.officer", cases.task(acme, "checkCompleteness"), Map.of("outcome", "refer", "note", INSIDE));
        staff.complete(
                "oncd.reviewer", cases.task(acme, "draftVote", "oncd"), Map.of("vote", "concur", "reasons", INSIDE));

        Answer answer = receipt(acme);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).contains("no-store");
        JsonNode receipt = answer.json();
        assertThat(breaks(receipt)).isEmpty();
        assertThat(entries(receipt)).hasSameSizeAs(journal.about(acme.reference()));
        assertThat(entries(receipt))
                .allSatisfy(entry -> assertThat(entry.has("index")).isTrue());
        assertThat(entries(receipt))
                .extracting(entry -> entry.path("action").asText())
                .contains("application-received", "application-referred")
                .doesNotContain("vote-drafted");
        JsonNode first = entries(receipt).get(0);
        assertThat(first.get("content").asText()).contains(acme.customerId());
        assertThat(answer.body()).doesNotContain(INSIDE, "oncd.reviewer", "intake.officer", "vote-drafted");
    }

    @Test
    void oneAnswerForAWrongKeyAndAWrongReference() {
        Case acme = cases.received();
        String path = "/journal/receipts/" + acme.reference();
        Answer wrongKey = api.anonymous("GET", path + "?key=" + "A".repeat(22), request -> {});
        Answer noKey = api.anonymous("GET", path, request -> {});
        Answer wrongReference = api.anonymous("GET", "/journal/receipts/CS-2026-999999?key=x", request -> {});
        assertThat(wrongKey.status()).isEqualTo(404);
        assertThat(noKey.status()).isEqualTo(404);
        assertThat(wrongReference.status()).isEqualTo(404);
        assertThat(wrongKey.json().get("detail"))
                .isEqualTo(wrongReference.json().get("detail"));
        assertThat(wrongKey.json().get("detail")).isEqualTo(noKey.json().get("detail"));
    }

    @Test
    void stillHoldsWhenContentsAreErased() {
        Case acme = cases.received();
        Answer before = receipt(acme);
        transaction.executeWithoutResult(status -> journal.erase(
                List.of(journal.about(acme.reference()).get(0).seq()),
                "5 USC 552a(d)",
                "records.officer",
                acme.reference()));
        JsonNode after = receipt(acme).json();

        assertThat(breaks(before.json())).isEmpty();
        assertThat(breaks(after)).isEmpty();
        assertThat(entries(after).get(0).has("content")).isFalse();
        assertThat(entries(after).get(0).get("entryHash"))
                .isEqualTo(entries(before.json()).get(0).get("entryHash"));
        assertThat(after.toString()).doesNotContain(acme.customerId());
    }

    @Test
    void noChangedReceiptHolds() {
        JsonNode receipt = receipt(cases.received()).json();
        for (String member : List.of(
                "at", "action", "subject", "actorHash", "contentHash", "entryHash", "index", "content", "salt")) {
            ObjectNode forged = receipt.deepCopy();
            ObjectNode entry = (ObjectNode) forged.get("entries").get(0);
            switch (member) {
                case "at" -> entry.put(member, "2020-01-01T00:00:00Z");
                case "index" -> entry.put(member, entry.get(member).asLong() + 1);
                case "action", "subject", "content" -> entry.put(member, "forged");
                default ->
                    entry.put(member, "00".repeat(entry.get(member).asText().length() / 2));
            }
            assertThat(breaks(forged)).as(member).isNotEmpty();
        }
        ObjectNode forged = receipt.deepCopy();
        forged.put("checkpoint", receipt.get("checkpoint").asText().replaceFirst("\n\\d+\n", "\n7\n"));
        assertThat(breaks(forged)).isNotEmpty();
    }

    private static ObjectNode firstOf(JsonNode receipt) {
        return (ObjectNode) receipt.get("entries").get(0);
    }

    @Test
    void ofAnotherCaseItProvesNothing() {
        JsonNode receipt = receipt(cases.received()).json();
        ObjectNode forged = receipt.deepCopy();
        forged.put("reference", "CS-2026-999999");
        assertThat(breaks(forged)).anyMatch(line -> line.contains("is not of the case that it names"));

        // Not with bare hashes only, either.
        forged.withArray("entries")
                .forEach(entry -> ((ObjectNode) entry).retain("number", "entryHash", "index", "proof"));
        assertThat(breaks(forged)).anyMatch(line -> line.contains("nothing in it is of the case"));
    }

    @Test
    void whatIsToldInPartIsNotBelieved() {
        JsonNode receipt = receipt(cases.received()).json();
        firstOf(receipt).remove("action");
        firstOf(receipt).put("content", "forged");
        assertThat(breaks(receipt)).isNotEmpty();
    }

    @Test
    void nothingMovesFromATextIntoItsSalt() {
        JsonNode receipt = receipt(cases.received()).json();
        for (String text : List.of("content", "actor")) {
            String salt = text.equals("content") ? "salt" : "actorSalt";
            JsonNode forged = receipt.deepCopy();
            ObjectNode entry = firstOf(forged);
            String whole = entry.get(text).asText();
            entry.put(salt, entry.get(salt).asText() + "%02x".formatted((int) whole.charAt(0)));
            entry.put(text, whole.substring(1));
            assertThat(breaks(forged)).as(text).anyMatch(line -> line.contains("is not of 16 bytes"));
        }
    }

    @Test
    void aReceiptWithoutEntriesIsFalse() {
        ObjectNode receipt = (ObjectNode) receipt(cases.received()).json();
        receipt.putArray("entries");
        assertThat(breaks(receipt)).anyMatch(line -> line.contains("nothing in it is of the case"));
    }

    @Test
    void whatWaitsIsNotFalseAndNotProven() {
        JsonNode receipt = receipt(cases.received()).json();
        firstOf(receipt).remove("index");
        firstOf(receipt).putArray("proof");
        Verification.Result some = verified(receipt);
        assertThat(some.notProven())
                .containsExactly("the receipt: 1 of its entries wait for their place and are not proven yet");
        assertThat(some.provesNothing()).isFalse();

        receipt.get("entries").forEach(entry -> ((ObjectNode) entry).remove("index"));
        Verification.Result none = verified(receipt);
        assertThat(none.breaks()).isEmpty();
        assertThat(none.provesNothing()).isTrue();
        firstOf(receipt).put("content", "forged");
        assertThat(breaks(receipt)).isNotEmpty();
    }

    @Test
    void theApplicantsPageLinksToIt() {
        Case acme = cases.received();
        Answer page = new Visitor(api).get(acme.trackingPath());
        assertThat(page.body()).contains(acme.trackingPath().replace("/track/", "/journal/receipts/"));
    }
}
