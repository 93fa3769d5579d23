package org.countersign.lab;

/** A maker of models. */
public record Lab(String id, String name, String contactEmail) {}
