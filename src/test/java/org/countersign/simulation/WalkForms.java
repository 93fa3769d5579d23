package org.countersign.simulation;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** Forms as people send them: mostly filled in, now and then with something missing. */
final class WalkForms {

    private static final String WORDS = "As the file shows.";

    private WalkForms() {}

    static Map<String, Object> of(String task, Chance chance, Instant now, String customer) {
        Map<String, Object> form = new HashMap<>();
        if (!chance.in100(2)) {
            form.put("reasons", WORDS);
            form.put("note", WORDS);
        }
        String later = LocalDate.ofInstant(now, ZoneOffset.UTC)
                .plusDays(5 + chance.upTo(15))
                .toString();
        switch (task) {
            case "checkCompleteness" -> form.put("outcome", chance.drawn("refer 92, ask 5, return 3"));
            case "resolveScreeningHits" -> form.put("resolution", chance.drawn("cleared 80, true-match 20"));
            case "draftVote" -> {
                String vote = chance.drawn("concur 60, concur-with-conditions 22, object 12, need-information 6");
                form.put("vote", vote);
                form.put("criteria", "CR-02");
                form.put("evidence", "Advisory 2026-17");
                if (vote.equals("concur-with-conditions")) {
                    form.put("conditions", "Keep logs for two years.");
                }
                form.put("question", "Which logs do you keep?");
            }
            case "countersignVote", "countersignDirective", "countersignLifting", "confirmAudit" ->
                form.put("accepted", chance.drawn("true 85, false 15"));
            case "countersign" -> form.put("outcome", chance.drawn("approve 80, refuse 20"));
            case "considerRebuttal" -> form.put("outcome", chance.drawn("refuse 50, reopen 50"));
            case "decideAsChair", "voteInCommittee", "voteInBoard", "recordPrincipalsDecision" ->
                form.put("outcome", chance.drawn("approve 70, deny 30"));
            case "considerEscalation", "considerBoard" -> form.put("escalates", chance.drawn("true 30, false 70"));
            case "decideAppeal" -> {
                form.put("outcome", chance.drawn("upheld 40, reversed 40, remanded 20"));
                form.put("agency", chance.drawn("oncd 50, ostp 50"));
            }
            case "auditLicense" -> {
                form.put("result", chance.drawn("passed 40, findings 35, failed 25"));
                form.put("findings", "Keys are shared.");
                form.put("dueOn", later);
            }
            case "closeFinding" -> {
                form.put("outcome", chance.drawn("closed 75, not-mended 25"));
                form.put("dueOn", later);
            }
            case "decideRevocation" -> form.put("outcome", chance.drawn("revoke 50, keep 50"));
            case "decideSanction" -> form.put("outcome", chance.drawn("suspend 35, revoke 35, leave 30"));
            case "reviewBlastRadius" -> form.put("outcome", chance.drawn("go-on 90, withdraw 10"));
            case "liftDirective" -> {
                boolean lifts = chance.in100(60);
                form.put("outcome", lifts ? "lift" : "carve-out");
                form.put("carveOuts", lifts ? "" : customer);
            }
            default -> throw new IllegalStateException("Nobody here knows the form of " + task);
        }
        if (chance.in100(2)) {
            form.put("outcome", "whatever");
        }
        return form;
    }

    /** Cuts off one customer of the walk, and nobody else's. */
    static Map<String, Object> directive(Chance chance, Instant now, String customer) {
        Map<String, Object> form = new HashMap<>();
        form.put("population", "customers:" + customer);
        form.put("releaseIds", "all");
        form.put("carveOuts", "");
        form.put("legalGround", "50 USC 4565");
        form.put("evidence", "Report " + chance.upTo(1_000_000_000));
        form.put(
                "expiresOn",
                LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(60).toString());
        return form;
    }
}
