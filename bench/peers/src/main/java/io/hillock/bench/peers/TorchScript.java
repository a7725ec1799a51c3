package io.hillock.bench.peers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A function of PyTorch that DJL has no method for, as a TorchScript module: an archive of its
 * source and of a pickled object without attributes.
 */
final class TorchScript {
  private static final String FOLDER = "function/";

  /** The first in which operators are meant as PyTorch 2 has them. */
  private static final String FORMAT = "10\n";

  /** Pickled: protocol 2, the class, no arguments, a new object, no attributes, built. */
  private static final String OBJECT = "\u0080\u0002c__torch__\nFunction\n)\u0081}b.";

  /** Pickled: protocol 2, no constants. */
  private static final String CONSTANTS = "\u0080\u0002).";

  private TorchScript() {}

  /** Returns the archive of a module that computes an expression of {@code x}. */
  static InputStream module(String expression) {
    String source =
        String.join(
            "\n",
            "class Function(Module):",
            "  __parameters__ = []",
            "  __buffers__ = []",
            "  def forward(self: __torch__.Function, x: Tensor) -> Tensor:",
            "    return " + expression,
            "");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      add(zip, "data.pkl", OBJECT);
      add(zip, "code/__torch__.py", source);
      add(zip, "constants.pkl", CONSTANTS);
      add(zip, "version", FORMAT);
    } catch (IOException e) {
      throw new IllegalStateException("nothing is written but memory", e);
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  /** PyTorch reads no compressed entries. */
  private static void add(ZipOutputStream zip, String name, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    ZipEntry entry = new ZipEntry(FOLDER + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
