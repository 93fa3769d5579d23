package org.countersign.docket;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.countersign.application.Submission;

/** What a renewal says otherwise than the application of the license it renews. */
final class Differences {

    private static final String NONE = "none named";

    private Differences() {}

    record Difference(String field, String before, String now) {}

    static List<Difference> between(Submission before, Submission now) {
        Map<String, String> then = words(before);
        List<Difference> differences = new ArrayList<>();
        words(now).forEach((field, words) -> {
            if (!words.equals(then.get(field))) {
                differences.add(new Difference(field, then.get(field), words));
            }
        });
        return differences;
    }

    /** Everything that is submitted, so that nothing changes unseen; lists in one order, because theirs says nothing. */
    private static Map<String, String> words(Submission submission) {
        Submission.Customer customer = submission.customer();
        Submission.UseCase useCase = submission.useCase();
        Submission.Population population = useCase.population();
        Submission.Parent parent = customer.ultimateParent();
        Map<String, String> words = new LinkedHashMap<>();
        words.put("Legal name", customer.legalName());
        words.put("Other names", listed(customer.alternativeNames()));
        words.put("Country", customer.country());
        words.put("Employees", customer.employees() == null ? "not said" : "%,d".formatted(customer.employees()));
        words.put("Website", customer.website() == null ? NONE : customer.website());
        words.put("Ultimate parent", parent == null ? NONE : parent.legalName() + ", " + parent.country());
        words.put(
                "Beneficial owners",
                listed(customer.beneficialOwners().stream()
                        .map(Differences::owner)
                        .toList()));
        words.put(
                "Signatory",
                customer.signatory().name() + ", " + customer.signatory().title() + ", "
                        + customer.signatory().email());
        words.put("Use case", useCase.summary());
        words.put("Description", useCase.description());
        words.put("Domain", useCase.domain());
        words.put("Access mode", useCase.accessMode());
        words.put("Users", "%,d".formatted(population.users()));
        words.put("Foreign persons", population.foreignPersons() ? "yes" : "no");
        words.put("Countries of users", listed(population.countries()));
        words.put("Safeguards", listed(submission.safeguards()));
        return words;
    }

    private static String owner(Submission.Owner owner) {
        String born = owner.dateOfBirth() == null ? "" : ", born " + owner.dateOfBirth();
        return "%s, %s, %s %%%s"
                .formatted(owner.name(), owner.country(), owner.percent().toPlainString(), born);
    }

    private static String listed(List<String> words) {
        return words.isEmpty()
                ? NONE
                : String.join("; ", words.stream().sorted().toList());
    }
}
