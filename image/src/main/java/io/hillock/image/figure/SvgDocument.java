package io.hillock.image.figure;

import io.hillock.image.io.AtomicFile;
import java.awt.Dimension;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.DefaultImageHandler;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * A drawing as SVG. Text is drawn as outlines: it looks the same on every machine, and no label is
 * wider than the room it was given. What the drawing shows stands in its title.
 */
final class SvgDocument {
  private static final String SVG = "http://www.w3.org/2000/svg";
  private static final int DECIMALS = 2;
  private static final String XLINK = "http://www.w3.org/1999/xlink";

  private final Element root;

  SvgDocument(Drawing drawing) {
    Document document = document();
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
    context.setComment(" Drawn by Hillock ");
    context.setImageHandler(new InlineImages());
    context.setPrecision(DECIMALS);
    SVGGraphics2D graphics = new SVGGraphics2D(context, true);
    graphics.setSVGCanvasSize(new Dimension(drawing.width(), drawing.height()));
    drawing.paint(graphics);
    root = graphics.getRoot();
    root.setAttribute("viewBox", "0 0 " + drawing.width() + " " + drawing.height());
    root.setAttribute("role", "img");
    Element title = document.createElementNS(SVG, "title");
    title.setTextContent(drawing.title());
    root.insertBefore(title, root.getFirstChild());
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(SVG, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("Java's own XML is missing", e);
    }
  }

  void write(Path file) throws IOException {
    try (AtomicFile out = AtomicFile.open(file)) {
      // Not by the library's own writer: its document type has viewers ask the network.
      TransformerFactory.newInstance()
          .newTransformer()
          .transform(new DOMSource(root), new StreamResult(out.stream()));
      out.commit();
    } catch (TransformerException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
    }
  }

  /** Pictures as data within the file. */
  private static final class InlineImages extends DefaultImageHandler {
    @Override
    protected void handleHREF(RenderedImage image, Element element, SVGGeneratorContext context) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try {
        ImageIO.write(image, "png", bytes);
      } catch (IOException e) {
        throw new IllegalStateException("a picture cannot be written to memory", e);
      }
      String data = Base64.getEncoder().encodeToString(bytes.toByteArray());
      element.setAttributeNS(XLINK, "xlink:href", "data:image/png;base64," + data);
    }

    @Override
    protected void handleHREF(java.awt.Image image, Element element, SVGGeneratorContext context) {
      handleHREF((RenderedImage) image, element, context);
    }
  }
}
