package org.countersign.docket;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.countersign.license.Revocation;
import org.countersign.license.Revocations;
import org.countersign.signoff.Agencies;
import org.springframework.stereotype.Component;

/** Why a license is to be revoked and what its holder answers, as the form of those who decide shows it. */
@Component
class RevocationFacts {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern(
                    "d MMM yyyy HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Revocations revocations;
    private final Agencies agencies;

    RevocationFacts(Revocations revocations, Agencies agencies) {
        this.revocations = revocations;
        this.agencies = agencies;
    }

    record Fact(String fact, String value) {}

    Map<String, Object> of(String revocationId) {
        return revocationId == null ? Map.of() : Map.of("revocationFacts", factsOf(revocations.get(revocationId)));
    }

    private List<Fact> factsOf(Revocation revocation) {
        var facts = new ArrayList<Fact>();
        facts.add(new Fact("Ground", revocation.ground()));
        facts.add(new Fact("Evidence", revocation.evidence()));
        facts.add(new Fact("What would cure it", revocation.cure()));
        facts.add(new Fact(
                "Opened",
                "%s by %s (%s)"
                        .formatted(
                                minute(revocation.openedAt()),
                                revocation.openedBy(),
                                agencies.shortNames().get(revocation.openedFor()))));
        facts.add(
                revocation.isAtOnce()
                        ? new Fact(
                                "Exception relied upon",
                                words(revocation.exception()) + " (5 USC 558(c)): suspended at once")
                        : new Fact("Time to comply", "until " + minute(revocation.complyBy())));
        Revocation.Answer answer = revocation.answer();
        if (answer == null) {
            facts.add(new Fact("Answer", "none"));
        } else {
            facts.add(new Fact("Answer", answer.text()));
            answer.evidence().forEach(piece -> facts.add(new Fact("Evidence of the answer", piece)));
            facts.add(new Fact("Answered", "%s by %s".formatted(minute(answer.receivedAt()), answer.receivedFrom())));
        }
        return facts;
    }

    static String words(String exception) {
        return exception.equals("wilfulness") ? "wilfulness" : "public health, interest or safety";
    }

    private static String minute(Instant moment) {
        return MINUTE.format(moment);
    }
}
