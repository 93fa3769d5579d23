package org.countersign.gateway;

import java.security.Provider;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Whether a request may pass, told from a green-light token, the registry's keys and its status lists, without calling
 * anybody. Fails closed: what is missing, too old or odd never gives green. Safe for many threads.
 */
public final class GreenLightVerifier {

    private static final String GREEN_LIGHT = "green-light+jwt";
    private static final String STATUS_LIST = "statuslist+jwt";
    /** A registry has a few; more would be somebody filling our memory. */
    private static final int MOST_LISTS = 1_024;

    private static final int VALID = 0;
    private static final int INVALID = 1;
    private static final int SUSPENDED_FOR_FOREIGN_PERSONS = 3;
    private static final int BEYOND_THE_END = -1;

    private final String issuer;
    private final String lab;
    private final Settings settings;
    private final RememberedTokens remembered;
    private final ConcurrentMap<String, ListSlot> lists = new ConcurrentHashMap<>();
    private volatile KeySet keys = KeySet.NONE;
    private volatile String jwks = "";

    /**
     * @param maxListAge since a list was signed; an older one is as good as none
     * @param clockSkew how far our clock and the registry's may differ
     * @param tokensRemembered about 1.5 KB each
     * @param provider of the signature algorithm; null for the JDK's own
     */
    public record Settings(
            Clock clock, Duration maxListAge, Duration clockSkew, int tokensRemembered, Provider provider) {

        public Settings {
            Objects.requireNonNull(clock);
            if (maxListAge.isNegative() || maxListAge.isZero() || clockSkew.isNegative() || tokensRemembered < 1) {
                throw new IllegalArgumentException("Limits are positive");
            }
        }

        public static Settings standard() {
            return new Settings(Clock.systemUTC(), Duration.ofMinutes(5), Duration.ofSeconds(30), 65_536, null);
        }

        public Settings with(Clock clock) {
            return new Settings(clock, maxListAge, clockSkew, tokensRemembered, provider);
        }

        public Settings with(Provider provider) {
            return new Settings(clock, maxListAge, clockSkew, tokensRemembered, provider);
        }

        public Settings withMaxListAge(Duration age) {
            return new Settings(clock, age, clockSkew, tokensRemembered, provider);
        }
    }

    /** @param issuer the registry's public address @param lab whose gateway this is */
    public GreenLightVerifier(String issuer, String lab) {
        this(issuer, lab, Settings.standard());
    }

    public GreenLightVerifier(String issuer, String lab, Settings settings) {
        this.issuer = Objects.requireNonNull(issuer);
        this.lab = Objects.requireNonNull(lab);
        this.settings = settings;
        this.remembered = new RememberedTokens(settings.tokensRemembered());
    }

    /** Takes the registry's keys, in place of those before. @throws IllegalArgumentException when they are none */
    public synchronized void keys(String jwks) {
        if (jwks.equals(this.jwks)) {
            return; // tokens verified with them stay so
        }
        KeySet set;
        try {
            set = KeySet.parse(jwks, settings.provider());
        } catch (ParseException e) {
            throw new IllegalArgumentException("This is no set of keys", e);
        }
        if (set.isEmpty()) {
            throw new IllegalArgumentException("There is no key for ES256 in this set");
        }
        this.keys = set;
        this.jwks = jwks;
    }

    /**
     * Takes a status list, in place of an older one of the same address. One that is refused changes nothing.
     *
     * @return green when it was taken; otherwise why not
     */
    public Answer list(String token) {
        try {
            Map<String, Object> claims = keys.claims(token, STATUS_LIST);
            if (!issuer.equals(claims.get("iss"))) {
                return Answer.notGreen("wrong-issuer");
            }
            StatusList list = StatusList.of(claims);
            long now = now();
            if (list.issuedAt > now + settings.clockSkew().toSeconds()) {
                return Answer.unknown("list-from-the-future");
            }
            if (isTooOld(list, now)) {
                return Answer.unknown("status-list-too-old");
            }
            slot(list.uri).put(list);
            return Answer.green("list-taken");
        } catch (Refused e) {
            return e.answer();
        }
    }

    /** The addresses of the lists that were taken, or that tokens have named. */
    public Set<String> listsNamed() {
        return Set.copyOf(lists.keySet());
    }

    /** @param foreignPerson whether the user is a foreign person; null: not known, or asked for all users */
    public Answer check(String token, String releaseId, String customerId, Boolean foreignPerson) {
        if (token == null) {
            return Answer.notGreen("no-token");
        }
        VerifiedToken known = remembered.get(token);
        if (known == null || known.keys != keys) {
            try {
                known = verified(token);
            } catch (Refused e) {
                return e.answer();
            }
            remembered.put(known);
        }
        long now = now();
        long skew = settings.clockSkew().toSeconds();
        if (now > known.expiresAt + skew) {
            return Answer.notGreen("expired");
        }
        if (known.issuedAt > now + skew) {
            return Answer.unknown("issued-in-the-future");
        }
        if (!known.releaseId.equals(releaseId)) {
            return Answer.notGreen("other-release");
        }
        if (!known.customerId.equals(customerId)) {
            return Answer.notGreen("other-customer");
        }
        return status(known, foreignPerson, now);
    }

    private Answer status(VerifiedToken token, Boolean foreignPerson, long now) {
        StatusList list = token.list.newest();
        if (list == null) {
            return NO_LIST;
        }
        if (isTooOld(list, now)) {
            return OLD_LIST;
        }
        int light = list.at(token.idx);
        if (light == VALID) {
            return foreignPerson != null && foreignPerson && !token.foreignPersons ? NOT_COVERED : LICENSED;
        }
        if (light == SUSPENDED_FOR_FOREIGN_PERSONS) {
            return foreignPerson != null && !foreignPerson ? LICENSED : FOREIGN_SUSPENDED;
        }
        return light == BEYOND_THE_END ? UNKNOWN_IDX : light == INVALID ? NO_LONGER : SUSPENDED;
    }

    private static final Answer LICENSED = Answer.green("licensed");
    private static final Answer NO_LIST = Answer.unknown("no-status-list");
    private static final Answer OLD_LIST = Answer.unknown("status-list-too-old");
    private static final Answer UNKNOWN_IDX = Answer.unknown("unknown-idx");
    private static final Answer NOT_COVERED = Answer.notGreen("foreign-persons-not-covered");
    private static final Answer NO_LONGER = Answer.notGreen("invalid");
    private static final Answer SUSPENDED = Answer.notGreen("suspended");
    private static final Answer FOREIGN_SUSPENDED = Answer.notGreen("suspended-for-foreign-persons");

    private VerifiedToken verified(String token) throws Refused {
        KeySet by = keys;
        Map<String, Object> claims = by.claims(token, GREEN_LIGHT);
        if (!issuer.equals(claims.get("iss"))) {
            throw new Refused(Answer.notGreen("wrong-issuer"));
        }
        if (!Claims.isFor(claims, lab)) {
            throw new Refused(Answer.notGreen("wrong-audience"));
        }
        if (!lab.equals(claims.get("lab"))) {
            throw new Refused(Answer.notGreen("other-lab"));
        }
        Map<?, ?> place = Claims.object(Claims.object(claims, "status"), "status_list");
        long idx = Claims.number(place, "idx");
        if (idx < 0 || idx > Integer.MAX_VALUE) {
            throw new Refused(UNKNOWN_IDX);
        }
        return new VerifiedToken(token, by, claims, slot(Claims.text(place, "uri")), (int) idx);
    }

    private ListSlot slot(String uri) throws Refused {
        ListSlot known = lists.get(uri);
        if (known == null && lists.size() >= MOST_LISTS) {
            throw new Refused(NO_LIST);
        }
        return known != null ? known : lists.computeIfAbsent(uri, ListSlot::new);
    }

    private boolean isTooOld(StatusList list, long now) {
        return now - list.issuedAt > settings.maxListAge().toSeconds() || now > list.expiresAt;
    }

    private long now() {
        return Math.floorDiv(settings.clock().millis(), 1_000L);
    }
}
