package org.countersign.simulation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.countersign.testing.Submissions;

/** Applications of all kinds: uses, ways of access, countries of every group, sizes, safeguards. */
final class Applications {

    private static final List<String> DOMAINS = List.of(
            "software-engineering",
            "cyber-defense",
            "offensive-security-testing",
            "life-sciences",
            "chemistry",
            "critical-infrastructure",
            "defense",
            "education",
            "healthcare",
            "finance",
            "research",
            "general-productivity");
    private static final List<String> MODES = List.of("chat", "api", "agentic", "fine-tuning", "weights");
    private static final List<String> PARTNERS = List.of("GB", "CA", "JP", "DE", "FR", "AU", "MX", "SG", "ZA");
    /** Groups B, D:1 to D:5 and E. */
    private static final List<String> OTHERS =
            List.of("BR", "KE", "TH", "AE", "SA", "VN", "KZ", "PK", "IL", "CN", "VE", "MM", "CU", "IR");

    private static final List<String> SAFEGUARDS =
            List.of("usage-logging", "rate-limits", "human-review", "kyc", "abuse-monitoring");
    private static final List<Integer> SIZES = List.of(1, 8, 40, 200, 1_500, 20_000, 150_000);

    /** On the list of the demonstration. */
    private static final List<String> LISTED =
            List.of("Vorshanov Export", "Obsidian Lantern Aerospace", "Brackwater Quill Semiconductors Ltd");

    private Applications() {}

    static String any(String release, long number, Chance chance) {
        return Submissions.with(body -> {
            body.put("releaseId", release);
            describe(body.withObject("/customer"), number, chance);
            use(body.withObject("/useCase"), chance);
            ArrayNode safeguards = body.putArray("safeguards");
            SAFEGUARDS.stream().filter(any -> chance.in100(60)).forEach(safeguards::add);
        });
    }

    private static void describe(ObjectNode customer, long number, Chance chance) {
        // One in five comes from somebody who has applied before.
        long who = chance.in100(20) ? number / 2 : number;
        customer.put("customerId", "customer-" + who);
        customer.put("legalName", "Harbourlight " + who + " Works");
        customer.put("country", country(chance));
        customer.put("employees", chance.oneOf(SIZES));
        if (chance.in100(50)) {
            customer.remove("ultimateParent");
        } else {
            customer.withObject("/ultimateParent")
                    .put("legalName", "Quillfeather " + who + " Holding")
                    .put("country", country(chance));
        }
        ArrayNode owners = customer.putArray("beneficialOwners");
        for (int owner = chance.upTo(3); owner > 0; owner--) {
            owners.addObject()
                    .put("name", "Wenlock Tarrow " + who + "-" + owner)
                    .put("country", country(chance))
                    .put("percent", 10 + chance.upTo(20));
        }
        nameOwners(customer, chance);
        customer.putObject("signatory")
                .put("name", "Ysolde Fennimore " + who)
                .put("title", "Managing director")
                .put("email", "signatory" + who + "@customer.example");
    }

    /** Some bear names that are on a list, or will be. */
    private static void nameOwners(ObjectNode customer, Chance chance) {
        switch (chance.drawn("unlisted 94, listed 4, soon 2")) {
            case "listed" ->
                customer.putObject("ultimateParent")
                        .put("legalName", chance.oneOf(LISTED))
                        .put("country", country(chance));
            case "soon" ->
                customer.putObject("ultimateParent")
                        .put("legalName", ListOffice.NEWLY_LISTED)
                        .put("country", "US");
            default -> {}
        }
    }

    private static void use(ObjectNode useCase, Chance chance) {
        useCase.put("domain", chance.oneOf(DOMAINS));
        useCase.put("accessMode", chance.oneOf(MODES));
        useCase.putObject("population")
                .put("users", 1 + chance.upTo(100_000))
                .put("foreignPersons", chance.in100(40))
                .putArray("countries")
                .add(country(chance));
    }

    private static String country(Chance chance) {
        return switch (chance.drawn("home 60, partner 25, other 15")) {
            case "home" -> "US";
            case "partner" -> chance.oneOf(PARTNERS);
            default -> chance.oneOf(OTHERS);
        };
    }
}
