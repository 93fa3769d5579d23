package org.countersign.model;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** Reads XML of strangers: no document types and so no entities, nothing from outside, no endless depth. */
final class MarkupReader extends DefaultHandler {

    private static final int MOST_DEEP = 40;
    private static final int MOST_ELEMENTS = 40_000;

    private Locator position;
    private Markup root;
    private Markup current;
    private int depth;
    private int elements;

    private MarkupReader() {}

    static Markup read(byte[] content) throws SAXException {
        var reader = new MarkupReader();
        var source = new InputSource(new ByteArrayInputStream(content));
        source.setEncoding("UTF-8");
        try {
            SAXParserFactory factory = SAXParserFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setXIncludeAware(false);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.newSAXParser().parse(source, reader);
        } catch (ParserConfigurationException | IOException e) {
            throw new SAXException(e);
        }
        return reader.root;
    }

    @Override
    public void setDocumentLocator(Locator locator) {
        position = locator;
    }

    @Override
    public void startElement(String namespace, String name, String qualified, Attributes given) throws SAXException {
        if (++depth > MOST_DEEP) {
            throw new SAXParseException("Elements are nested more than " + MOST_DEEP + " deep", position);
        }
        if (++elements > MOST_ELEMENTS) {
            throw new SAXParseException("The file has more than " + MOST_ELEMENTS + " elements", position);
        }
        List<Markup.Attribute> attributes = new ArrayList<>();
        for (int i = 0; i < given.getLength(); i++) {
            attributes.add(new Markup.Attribute(given.getURI(i), given.getLocalName(i), given.getValue(i)));
        }
        current =
                new Markup(namespace, name, current, position.getLineNumber(), position.getColumnNumber(), attributes);
        if (root == null) {
            root = current;
        }
    }

    @Override
    public void endElement(String namespace, String name, String qualified) {
        current = current.parent();
        depth--;
    }

    @Override
    public void characters(char[] characters, int start, int length) {
        if (current != null) {
            current.append(characters, start, length);
        }
    }

    @Override
    public void processingInstruction(String target, String data) throws SAXException {
        throw new SAXParseException("Instructions to programs (<?" + target + "?>) have no place in a model", position);
    }

    @Override
    public void error(SAXParseException e) throws SAXException {
        throw e;
    }
}
