package org.countersign.license;

/** What a public list says of a license: the values of the IETF Token Status List, and the one it leaves to us. */
public enum Light {
    VALID,
    INVALID,
    SUSPENDED,
    /** Users who are foreign persons may not; the others the license covers may. */
    SUSPENDED_FOR_FOREIGN_PERSONS;

    /** As stored, and as two bits of the list. */
    int value() {
        return ordinal();
    }

    static Light of(int value) {
        return values()[value];
    }
}
