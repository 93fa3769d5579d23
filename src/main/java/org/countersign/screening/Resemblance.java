package org.countersign.screening;

import java.util.ArrayList;
import java.util.List;

/** How much a party resembles an entry of a list: names first, then date of birth and country. */
final class Resemblance {

    /** From here on a person has to look at it. Where it lies was measured: docs/screening.md. */
    static final double HIT = 0.77;

    private static final double ENOUGH_EVIDENCE = 1.2;
    private static final double FOR_LITTLE_EVIDENCE = 0.2;
    /** A word of the list left out by the applicant is less of a difference than one that the list does not know. */
    private static final double ASKED = 0.7;

    /** Between a script with vowels and one without, more names are alike than are the same. */
    private static final double VOWELS_GUESSED = 0.03;

    private static final double WRONG_LETTERS = 1.6;
    private static final double WHOLE = 0.985;

    /** One wrong letter says more in a name of few letters. */
    private static final int LONG_ENOUGH = 8;

    private static final double FOR_EACH_LETTER_LESS = 0.015;

    private static final double SAME_BIRTH = 0.04;
    private static final double OTHER_BIRTH = -0.12;
    private static final double SAME_COUNTRY = 0.02;
    private static final double OTHER_COUNTRY = -0.03;

    /** Only a name that is as good as the same is looked at across types. */
    private static final double OTHER_TYPE = 0.8;

    private static final double VESSEL = 0.87;

    private Resemblance() {}

    record Score(double value, String explanation) {}

    static Score of(
            Party party, Weighed asked, ListEntry entry, Weighed listed, Weights weights, Alignment.Memory memory) {
        boolean persons = party.type() != PartyType.ORGANIZATION
                && (entry.type() == EntryType.PERSON || entry.type() == EntryType.UNKNOWN);
        double alike = ofNames(asked, listed, Alignment.of(asked, listed, weights, persons, memory));
        double fit = fitOfTypes(party, entry);
        double names = alike * fit;
        if (names < HIT - SAME_BIRTH - SAME_COUNTRY) {
            return new Score(names, "");
        }
        var reasons = new ArrayList<String>();
        reasons.add(names >= WHOLE ? "Same name" : "Similar name, %d %%".formatted(Math.round(names * 100)));
        double births = births(party, entry, reasons);
        double score = names + births + countries(party, entry, reasons);
        // The type and the country of a party are what the applicant says: they never let the very name of an entry
        // pass.
        double least = alike >= WHOLE && fit > 0 && births >= 0 ? HIT : 0;
        return new Score(Math.max(least, Math.min(1, score)), String.join("; ", reasons) + ".");
    }

    private static double ofNames(Weighed asked, Weighed listed, Alignment alignment) {
        double byWords = byWords(alignment);
        return byWords >= HIT || alignment.hasAnotherWord()
                ? byWords
                : Math.max(byWords, 1 - WRONG_LETTERS * WholeName.difference(asked, listed));
    }

    static double byWords(Alignment alignment) {
        double covered = Math.pow(alignment.askedCovered(), ASKED) * Math.pow(alignment.listedCovered(), 1 - ASKED);
        double few = Math.max(0, LONG_ENOUGH - alignment.letters()) * FOR_EACH_LETTER_LESS;
        double alike = alignment.alike();
        double names = covered * (alike >= WHOLE ? 1 : alike - few);
        double lacking = Math.max(0, 1 - alignment.evidence() / ENOUGH_EVIDENCE);
        double convincing = covered >= WHOLE ? names : names * (1 - FOR_LITTLE_EVIDENCE * lacking);
        return alignment.isAcrossScripts() && convincing < WHOLE ? convincing - VOWELS_GUESSED : convincing;
    }

    /** Somebody known to be a person is hardly a company of the same name, and hardly ever a ship. */
    private static double fitOfTypes(Party party, ListEntry entry) {
        return switch (entry.type()) {
            case UNKNOWN -> 1;
            case PERSON -> party.type() == PartyType.ORGANIZATION ? OTHER_TYPE : 1;
            case ORGANIZATION -> party.type() == PartyType.PERSON ? OTHER_TYPE : 1;
            case VESSEL, AIRCRAFT -> party.type() == PartyType.PERSON ? 0 : VESSEL;
        };
    }

    private static double births(Party party, ListEntry entry, List<String> reasons) {
        BirthDate.Fit fit = BirthDate.fit(party.dateOfBirth(), entry.datesOfBirth());
        switch (fit) {
            case SAME -> reasons.add("date of birth fits");
            case NEAR -> reasons.add("date of birth is close");
            case DIFFERENT -> reasons.add("date of birth differs");
            default -> {}
        }
        return fit == BirthDate.Fit.SAME ? SAME_BIRTH : fit == BirthDate.Fit.DIFFERENT ? OTHER_BIRTH : 0;
    }

    private static double countries(Party party, ListEntry entry, List<String> reasons) {
        if (party.country() == null || entry.countries().isEmpty()) {
            return 0;
        }
        boolean same = entry.countries().contains(party.country());
        reasons.add(same ? "country fits" : "country differs");
        return same ? SAME_COUNTRY : OTHER_COUNTRY;
    }
}
