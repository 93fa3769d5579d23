package org.countersign.screening;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Looks parties up on the lists in force. What it cannot tell for sure it does not tell at all. */
@Component
class Screener {

    private static final Logger LOG = LoggerFactory.getLogger(Screener.class);

    private final ScreeningLists lists;
    private final ScreeningIndex index;
    private final ScreeningSettings settings;
    private final Clock clock;
    private final boolean demonstration;

    Screener(
            ScreeningLists lists,
            ScreeningIndex index,
            ScreeningSettings settings,
            Clock clock,
            @Value("${countersign.demo:false}") boolean demonstration) {
        this.lists = lists;
        this.index = index;
        this.settings = settings;
        this.clock = clock;
        this.demonstration = demonstration;
    }

    /** @param matches of the party, the most alike first */
    record Found(Party party, List<Match> matches) {

        Found without(BiPredicate<Party, Match> known) {
            return new Found(
                    party,
                    matches.stream().filter(match -> !known.test(party, match)).toList());
        }
    }

    /**
     * @param unavailable why nothing can be told; null when it can
     * @param lists in force at that moment
     * @param found one a party, in their order; empty when nothing can be told
     */
    record Outcome(String unavailable, List<ListInForce> lists, List<Found> found) {

        boolean isAvailable() {
            return unavailable == null;
        }

        Outcome without(BiPredicate<Party, Match> known) {
            return new Outcome(
                    unavailable,
                    lists,
                    found.stream().map(one -> one.without(known)).toList());
        }

        boolean isClear() {
            return isAvailable() && found.stream().allMatch(one -> one.matches().isEmpty());
        }
    }

    /** Whether lists are in force and all of them are of today. */
    boolean isFit() {
        return unfit(lists.inForce()) == null;
    }

    Outcome screen(List<Party> parties) {
        List<ListInForce> inForce = lists.inForce();
        String unfit = unfit(inForce);
        if (unfit != null) {
            return new Outcome(unfit, inForce, List.of());
        }
        try {
            return new Outcome(null, inForce, find(parties, inForce));
        } catch (RuntimeException e) {
            LOG.error("The index of the screening lists does not answer", e);
            return new Outcome("The index of the screening lists does not answer.", inForce, List.of());
        }
    }

    /** As {@link #screen}, but for licenses that are in force already: an old list is no reason to look away. */
    List<Found> find(List<Party> parties) {
        return find(parties, lists.inForce());
    }

    private List<Found> find(List<Party> parties, List<ListInForce> inForce) {
        NameIndex names = index.of(inForce);
        var found = new ArrayList<Found>();
        for (Party party : parties) {
            found.add(new Found(party, names.find(party)));
        }
        return found;
    }

    private String unfit(List<ListInForce> inForce) {
        if (inForce.isEmpty()) {
            return "No screening list is in force.";
        }
        Instant oldest = clock.instant().minus(settings.maxAge());
        return inForce.stream()
                .filter(list -> isStale(list, oldest))
                .findFirst()
                .map(list -> "The screening list %s is older than %d hours."
                        .formatted(list.id(), settings.maxAge().toHours()))
                .orElse(null);
    }

    /** The list of the demonstration is made up and never ages, as long as the demonstration lasts. */
    private boolean isStale(ListInForce list, Instant oldest) {
        return list.confirmedAt().isBefore(oldest) && !(demonstration && list.demo());
    }
}
