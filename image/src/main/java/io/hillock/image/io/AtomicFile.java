package io.hillock.image.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that appears whole or not at all: it is written beside its place, under a hidden name, and
 * moved there by {@link #commit}. Without that, closing it leaves nothing behind; nor does the end
 * of the program, unless it is killed without warning.
 */
public final class AtomicFile implements AutoCloseable {
  private static final Set<Path> UNFINISHED = ConcurrentHashMap.newKeySet();
  private static final int BUFFER = 1 << 16;

  /** Whether the program is ending: from then on no file is begun. Guarded by UNFINISHED. */
  private static boolean ending;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(AtomicFile::deleteUnfinished));
  }

  private final Path target;
  private final Path temporary;
  private final FileChannel channel;
  private final OutputStream stream;
  private boolean done;

  private AtomicFile(Path target) throws IOException {
    this.target = target;
    String mark = Long.toString(ThreadLocalRandom.current().nextLong() >>> 16, 36);
    temporary = target.resolveSibling("." + target.getFileName() + "." + mark + ".tmp");
    try {
      channel = create(temporary);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(target.toString());
    } catch (AccessDeniedException e) {
      throw new AccessDeniedException(target.toString());
    }
    stream = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
  }

  private static FileChannel create(Path temporary) throws IOException {
    synchronized (UNFINISHED) {
      if (ending) {
        throw new IOException("the program is ending");
      }
      FileChannel created =
          FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
      UNFINISHED.add(temporary);
      return created;
    }
  }

  /**
   * Opens a file to be written.
   *
   * @param target its place, in a folder that exists; what is there stays until the file is whole.
   *     A symbolic link stays one: what it points to is written.
   * @throws FileSystemException if there is something else than a file, such as a device or a
   *     folder
   */
  public static AtomicFile open(Path target) throws IOException {
    Path real = Files.isSymbolicLink(target) && Files.exists(target) ? target.toRealPath() : target;
    if (Files.exists(real) && !Files.isRegularFile(real)) {
      throw new FileSystemException(target.toString(), null, "is not a file that can be replaced");
    }
    return new AtomicFile(real);
  }

  /** Returns what to write the contents to. */
  public OutputStream stream() {
    return stream;
  }

  /** Moves the file to its place; what was there is replaced. */
  public void commit() throws IOException {
    stream.flush();
    channel.force(true);
    channel.close();
    try {
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
    UNFINISHED.remove(temporary);
    done = true;
  }

  /** Removes what was written, unless it was moved to its place. */
  @Override
  public void close() throws IOException {
    channel.close();
    if (!done) {
      Files.deleteIfExists(temporary);
      UNFINISHED.remove(temporary);
    }
  }

  private static void deleteUnfinished() {
    synchronized (UNFINISHED) {
      ending = true;
      for (Path file : UNFINISHED) {
        try {
          Files.deleteIfExists(file);
        } catch (IOException e) {
          // There is no one left to tell.
        }
      }
    }
  }
}
