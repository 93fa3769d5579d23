package org.countersign.notification;

import java.util.List;
import java.util.UUID;
import org.countersign.lab.LabNews;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells a lab by mail what has changed about the way it signs in, so that it notices what it did not do itself. */
@Component
class LabLetters {

    private final Outbox outbox;

    LabLetters(Outbox outbox) {
        this.outbox = outbox;
    }

    @EventListener
    void on(LabNews news) {
        outbox.put(
                news.lab(),
                new Letters.Letter(news.lab().id() + ": " + subject(news.kind()), body(news)),
                news.kind(),
                UUID.randomUUID().toString());
    }

    private static String subject(String kind) {
        return switch (kind) {
            case "keys-added" -> "a key was added";
            case "keys-removed" -> "keys were removed";
            case "contact-changed" -> "name or contact were changed";
            case "lab-suspended" -> "you are suspended";
            case "lab-reinstated" -> "you are let in again";
            default -> throw new IllegalStateException("There is no news of the kind " + kind);
        };
    }

    private static String body(LabNews news) {
        String who = news.by().equals(news.lab().id()) ? "by yourselves" : "by an administrator of this registry";
        String what =
                switch (news.kind()) {
                    case "keys-added" ->
                        "From now on this key signs %s in, added %s:\n%s".formatted(id(news), who, keys(news.kids()));
                    case "keys-removed" ->
                        """
                        These keys do not sign %s in any more, and the access tokens they got are void. Removed %s:
                        %s"""
                                .formatted(id(news), who, keys(news.kids()));
                    case "contact-changed" ->
                        "Name or contact address of %s were changed %s. Mail may go to another address from now on."
                                .formatted(id(news), who);
                    case "lab-suspended" ->
                        """
                        %s is suspended: it gets no access tokens, and those it has open nothing. Licenses stay as they are, \
                        and gateways can go on checking green lights offline."""
                                .formatted(id(news));
                    default -> "%s is let in again.".formatted(id(news));
                };
        String reasons = news.reasons().isEmpty() ? "" : "\n\nThe reasons:\n\n" + news.reasons();
        return what + reasons + "\n\nIf you did not expect this, tell the administrators of this registry at once.\n";
    }

    private static String id(LabNews news) {
        return news.lab().id();
    }

    private static String keys(List<String> kids) {
        return "- " + String.join("\n- ", kids);
    }
}
