package org.countersign.usage;

/** What became of a report: a receipt, or a complaint. */
record Outcome(Kind kind, Receipt receipt, Complaint complaint) {

    enum Kind {
        ACCEPTED,
        /** Here already, and counted once. */
        REPEATED,
        REFUSED
    }

    static Outcome accepted(Receipt receipt) {
        return new Outcome(Kind.ACCEPTED, receipt, null);
    }

    static Outcome repeated(Receipt receipt) {
        return new Outcome(Kind.REPEATED, receipt, null);
    }

    static Outcome refused(Complaint complaint) {
        return new Outcome(Kind.REFUSED, null, complaint);
    }

    boolean isAccepted() {
        return kind == Kind.ACCEPTED;
    }
}
