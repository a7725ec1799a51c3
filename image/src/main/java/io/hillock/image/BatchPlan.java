package io.hillock.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which pictures a batch has, and where each is written. All of it is decided before any work, so
 * that names do not depend on timing.
 */
final class BatchPlan {
  private static final Logger LOG = LoggerFactory.getLogger(BatchPlan.class);

  /**
   * One input.
   *
   * @param input the picture; a folder where it is the problem
   * @param output where it is written to; null where there is a problem with the input
   * @param figure where its figure is written to; null where there is none
   * @param problem why it cannot be activated; null where it can
   */
  record Job(Path input, Path output, Path figure, String problem) {
    static Job problem(Path input, String problem) {
      return new Job(input, null, null, problem);
    }

    /** Returns what is written. */
    List<Path> files() {
      return figure == null ? List.of(output) : List.of(output, figure);
    }
  }

  private final BatchOptions options;
  private final Path output;
  private final List<Entry> entries = new ArrayList<>();
  private final Set<Path> known = new HashSet<>();

  private BatchPlan(BatchOptions options) throws IOException {
    this.options = options;
    this.output = real(options.output());
  }

  /**
   * Makes the plan.
   *
   * @param paths files and folders, in the order in which they are worked on
   * @throws IllegalArgumentException if there are none, or the output is no folder or one of them
   */
  static List<Job> of(List<Path> paths, BatchOptions options) throws IOException {
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("there are no pictures: name a file or a folder");
    }
    if (Files.exists(options.output()) && !Files.isDirectory(options.output())) {
      throw new IllegalArgumentException(
          "the output " + options.output() + " is a file; name a folder");
    }
    BatchPlan plan = new BatchPlan(options);
    for (Path path : paths) {
      plan.add(path);
    }
    plan.name();
    List<Job> jobs = plan.entries.stream().map(plan::job).toList();
    return options.figure() ? plan.withFigures(jobs) : jobs;
  }

  /**
   * Names the figures. The names of pictures do not depend on them: where NAME.figure.png is the
   * output of another picture, or an input, the figure becomes NAME.figure-2.png.
   */
  private List<Job> withFigures(List<Job> jobs) throws IOException {
    Set<String> taken = new HashSet<>();
    for (Path input : known) {
      taken.add(key(input));
    }
    for (Job job : jobs) {
      if (job.output() != null) {
        taken.add(key(real(job.output())));
      }
    }
    List<Job> result = new ArrayList<>();
    for (Job job : jobs) {
      Path figure = null;
      for (int number = 1; job.output() != null && figure == null; number++) {
        Path candidate = figure(job.output(), number);
        figure = taken.add(key(real(candidate))) ? candidate : null;
      }
      result.add(new Job(job.input(), job.output(), figure, job.problem()));
    }
    return result;
  }

  private Path figure(Path picture, int number) {
    String name = picture.getFileName().toString();
    int extension = options.activation().format().extension().length() + 1;
    String stem = name.substring(0, name.length() - extension);
    return picture.resolveSibling(stem + ".figure" + (number == 1 ? "" : "-" + number) + ".png");
  }

  private static String key(Path path) {
    return path.toString().toLowerCase(Locale.ROOT);
  }

  private void add(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      addPicture(path, path.toAbsolutePath().normalize().getParent());
      return;
    }
    Path folder = real(path);
    if (folder.equals(output)) {
      throw new IllegalArgumentException(
          "the output " + options.output() + " is the folder of the pictures; name another");
    }
    Pictures pictures = new Pictures();
    int depth = options.recursive() ? Integer.MAX_VALUE : 1;
    // The entries of an unreadable folder are unknown, but those of the others are not.
    Files.walkFileTree(path, EnumSet.noneOf(FileVisitOption.class), depth, pictures);
    for (Path picture : pictures.found) {
      addPicture(picture, path);
    }
    for (Map.Entry<Path, String> unreadable : pictures.unreadable.entrySet()) {
      entries.add(Entry.problem(unreadable.getKey(), unreadable.getValue()));
    }
    if (pictures.found.isEmpty() && pictures.unreadable.isEmpty()) {
      entries.add(
          Entry.problem(
              path,
              pictures.folders && !options.recursive()
                  ? "there are no pictures in this folder; its folders are looked into only if"
                      + " asked to be recursive"
                  : "there are no pictures in this folder"));
    }
  }

  private void addPicture(Path picture, Path root) throws IOException {
    if (known.add(real(picture))) {
      Entry entry = new Entry(picture, root, null);
      try {
        target(entry);
        entries.add(entry);
      } catch (InvalidPathException e) {
        // Java knows names as text, in the characters of the locale.
        entries.add(
            Entry.problem(
                picture,
                "its name has characters that the locale has not; LC_ALL=C.UTF-8 has all of them"));
      }
    } else {
      LOG.warn("{} was named more than once; it is activated once", Line.of(picture.toString()));
    }
  }

  /** Adds to the names that collide, step by step, until none do or there is nothing to add. */
  private void name() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (List<Entry> same : groups().values()) {
        int shortest = same.stream().mapToInt(entry -> entry.step).min().orElse(0);
        for (Entry entry : same) {
          changed |= same.size() > 1 && entry.step == shortest && entry.addToName();
        }
      }
    }
    for (List<Entry> same : groups().values()) {
      for (Entry entry : same.subList(1, same.size())) {
        entry.problem =
            "its output "
                + target(entry)
                + " is that of "
                + same.get(0).input
                + ", too; run it by"
                + " itself, with another output";
      }
    }
  }

  /**
   * The entries of each output. Case is ignored, as some file systems do: names are alike on all.
   */
  private Map<String, List<Entry>> groups() {
    Map<String, List<Entry>> groups = new HashMap<>();
    for (Entry entry : entries) {
      if (entry.problem == null) {
        groups.computeIfAbsent(key(target(entry)), k -> new ArrayList<>()).add(entry);
      }
    }
    return groups;
  }

  private Path target(Entry entry) {
    return options
        .output()
        .resolve(options.folder())
        .resolve(entry.name(options.activation().format()));
  }

  private Job job(Entry entry) {
    if (entry.problem != null) {
      return Job.problem(entry.input, entry.problem);
    }
    Path target = target(entry);
    try {
      Path real = real(target);
      if (known.contains(real)) {
        String whose = real.equals(real(entry.input)) ? "the picture itself" : "another input";
        return Job.problem(
            entry.input, "its output " + target + " would be " + whose + "; name another");
      }
    } catch (IOException e) {
      return Job.problem(entry.input, "its output " + target + " cannot be used: " + e);
    }
    return new Job(entry.input, target, null, null);
  }

  /** Returns a path without links and dots, as far as it exists. */
  private static Path real(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    Path existing = absolute;
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    return existing == null
        ? absolute
        : existing.toRealPath().resolve(existing.relativize(absolute)).normalize();
  }

  /** A picture and how its output is named. */
  private static final class Entry {
    private static final int WITH_EXTENSION = 1;
    private static final int WITH_FOLDER = 2;

    private final Path input;
    private final Path root;
    private String problem;
    private int step;

    Entry(Path input, Path root, String problem) {
      this.input = input;
      this.root = root;
      this.problem = problem;
    }

    static Entry problem(Path folder, String problem) {
      return new Entry(folder, null, problem);
    }

    boolean addToName() {
      boolean more = step < WITH_FOLDER;
      step += more ? 1 : 0;
      return more;
    }

    /** The path below the output folder. */
    Path name(OutputFormat format) {
      Path from = root.toAbsolutePath().normalize();
      Path below = from.relativize(input.toAbsolutePath().normalize());
      String name = below.getFileName().toString();
      String extension = PictureFormat.extension(below);
      if (step < WITH_EXTENSION && !extension.isEmpty()) {
        name = name.substring(0, name.length() - extension.length() - 1);
      }
      Path named = below.resolveSibling(name + "." + format.extension());
      boolean folder = step >= WITH_FOLDER && from.getFileName() != null;
      return folder ? from.getFileName().resolve(named) : named;
    }
  }

  /** Walks a folder, but not the output within it. */
  private final class Pictures extends SimpleFileVisitor<Path> {
    private final Set<Path> found = new TreeSet<>();
    private final Map<Path, String> unreadable = new TreeMap<>();
    private boolean folders;

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      return real(folder).equals(output) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException e) {
      return e == null ? FileVisitResult.CONTINUE : visitFileFailed(folder, e);
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isDirectory()) {
        folders = true;
      } else if (isPicture(file)) {
        found.add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      unreadable.put(
          file,
          e instanceof AccessDeniedException
              ? "it may not be read"
              : "it cannot be read: " + e.getMessage());
      return FileVisitResult.CONTINUE;
    }

    /** By its extension; where it has none, by its first bytes. */
    private boolean isPicture(Path file) {
      if (!PictureFormat.extension(file).isEmpty()) {
        return PictureFormat.hasPictureExtension(file) && !Files.isDirectory(file);
      }
      if (!Files.isRegularFile(file)) {
        return false;
      }
      try (InputStream in = Files.newInputStream(file)) {
        return PictureFormat.of(in.readNBytes(PictureFormat.HEAD)) != null;
      } catch (IOException e) {
        // Whether it is one cannot be known, and its name does not say so.
        return false;
      }
    }
  }
}
