package org.countersign.application;

/** What stands where a person's data was, once the law has made us remove it. */
public final class Removed {

    private static final String BEGINS = "[removed on ";
    private static final String ENDS = " by law]";

    /** Never reaches anybody: RFC 2606. */
    private static final String MAIL = "removed@removed.invalid";

    private Removed() {}

    public static boolean is(String text) {
        return text != null
                && (text.equals(MAIL)
                        || text.startsWith("[disposed of ")
                        || text.startsWith(BEGINS) && text.endsWith(ENDS));
    }
}
