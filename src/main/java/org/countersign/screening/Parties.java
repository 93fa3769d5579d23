package org.countersign.screening;

import java.util.ArrayList;
import java.util.List;
import org.countersign.application.Application;
import org.countersign.application.Removed;
import org.countersign.application.Submission;

/** Everybody behind an application, under every name that was given. */
final class Parties {

    private Parties() {}

    static List<Party> of(Application application) {
        Submission.Customer customer = application.customer();
        var parties = new ArrayList<Party>();
        parties.add(organization("Customer", customer.legalName(), customer.country()));
        customer.alternativeNames()
                .forEach(name -> parties.add(organization("Customer, also known as", name, customer.country())));
        if (customer.ultimateParent() != null) {
            parties.add(organization(
                    "Ultimate parent",
                    customer.ultimateParent().legalName(),
                    customer.ultimateParent().country()));
        }
        for (Submission.Owner owner : customer.beneficialOwners()) {
            parties.add(new Party(
                    "Beneficial owner", owner.name(), PartyType.UNKNOWN, owner.dateOfBirth(), owner.country()));
        }
        // The customer's country is where it has its seat; where its signatory comes from is not known.
        parties.add(new Party("Signatory", customer.signatory().name(), PartyType.PERSON, null, null));
        parties.removeIf(party -> Removed.is(party.name()));
        return parties;
    }

    private static Party organization(String role, String name, String country) {
        return new Party(role, name, PartyType.ORGANIZATION, null, country);
    }
}
