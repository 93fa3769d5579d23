package org.countersign.usage;

/** Something about the reports of a license that the lab and the customer are told. */
public record UsageNews(String applicationId, String kind, String about) {}
