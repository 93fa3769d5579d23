package org.countersign.signoff;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What each agency of a case says last: its signed vote, its silence, or nothing yet. */
@Component
public class Positions {

    private final SignOffs signOffs;
    private final Votes votes;

    Positions(SignOffs signOffs, Votes votes) {
        this.signOffs = signOffs;
        this.votes = votes;
    }

    public record Position(SignOff signOff, Optional<Vote> vote, boolean silent) {

        public String agency() {
            return signOff.agency();
        }

        public boolean isOpen() {
            return vote.isEmpty() && !silent;
        }

        public boolean objects() {
            return vote.filter(v -> v.vote().equals(Vote.OBJECT)).isPresent();
        }

        public boolean consents() {
            return silent || vote.filter(Vote::concurs).isPresent();
        }
    }

    public List<Position> of(String applicationId) {
        Map<String, Vote> signed = votes.ofApplication(applicationId).stream()
                .filter(Vote::isPosition)
                .collect(Collectors.toMap(Vote::signOffId, Function.identity()));
        Set<String> silent = signOffs.silencesOf(applicationId).stream()
                .map(Silence::signOffId)
                .collect(Collectors.toCollection(HashSet::new));
        return signOffs.current(applicationId).stream()
                .map(signOff -> new Position(
                        signOff, Optional.ofNullable(signed.get(signOff.id())), silent.contains(signOff.id())))
                .toList();
    }

    /** The agencies that object. */
    public List<Position> objectionsTo(String applicationId) {
        return of(applicationId).stream().filter(Position::objects).toList();
    }
}
