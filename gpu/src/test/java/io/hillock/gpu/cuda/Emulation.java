package io.hillock.gpu.cuda;

import io.hillock.check.Elements;
import io.hillock.gpu.cuda.emulator.Counters;
import io.hillock.gpu.cuda.emulator.Machine;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Operand;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Executes rendered texts on the emulator without the backend: memory is as large as it must be and
 * no larger, and variants and grids are those that a test asks for.
 */
final class Emulation {
  /** Texts that are kept, as many as a test goes back to. */
  private static final int LOADED = 64;

  /**
   * What a kernel did.
   *
   * @param name the kernel
   * @param blocks the blocks of its grid
   * @param counters what it counted
   */
  record Launched(String name, int blocks, Counters counters) {}

  private record Key(Program program, Accesses accesses, Variant variant) {}

  private final Machine machine = new Machine();
  private final List<CudaMemory> memories = new ArrayList<>();
  private final Map<Key, Machine.Loaded> loaded =
      new LinkedHashMap<>(LOADED, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Machine.Loaded> eldest) {
          return size() > LOADED;
        }
      };

  private IntPredicate chosen = block -> true;

  /** Returns memory for some elements. */
  CudaMemory allocate(DataType type, long count) {
    long bytes = Math.max(1, count) * type.bytes();
    CudaMemory memory =
        new CudaMemory(
            machine.memory().allocate(bytes),
            bytes,
            freed -> machine.memory().free(freed.address()));
    memories.add(memory);
    return memory;
  }

  /** Returns memory with elements, given by an array as a backend takes it. */
  CudaMemory upload(DataType type, Object elements) {
    ByteBuffer bytes = bytes(elements);
    CudaMemory memory = allocate(type, bytes.remaining() / type.bytes());
    machine.memory().put(memory.address(), bytes);
    return memory;
  }

  private static ByteBuffer bytes(Object elements) {
    if (elements instanceof float[] floats) {
      ByteBuffer bytes = buffer(Float.BYTES * floats.length);
      bytes.asFloatBuffer().put(floats);
      return bytes;
    }
    if (elements instanceof double[] doubles) {
      ByteBuffer bytes = buffer(Double.BYTES * doubles.length);
      bytes.asDoubleBuffer().put(doubles);
      return bytes;
    }
    if (elements instanceof int[] ints) {
      ByteBuffer bytes = buffer(Integer.BYTES * ints.length);
      bytes.asIntBuffer().put(ints);
      return bytes;
    }
    if (elements instanceof byte[] truths) {
      return ByteBuffer.wrap(truths.clone());
    }
    short[] shorts = (short[]) elements;
    ByteBuffer bytes = buffer(Short.BYTES * shorts.length);
    bytes.asShortBuffer().put(shorts);
    return bytes;
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
  }

  /** Writes elements to memory from one of them on. */
  void upload(CudaMemory memory, long first, Object elements) {
    ByteBuffer bytes = bytes(elements);
    int size = bytes.remaining() / Array.getLength(elements);
    machine.memory().put(memory.address() + first * size, bytes);
  }

  /** Reads elements to an array as a backend takes it. */
  void download(CudaMemory memory, Object elements) {
    download(memory, 0, elements);
  }

  /** Reads elements from one of them on. */
  void download(CudaMemory memory, long first, Object elements) {
    ByteBuffer bytes = bytes(elements);
    int size = bytes.remaining() / Math.max(1, Array.getLength(elements));
    machine.memory().get(memory.address() + first * size, bytes);
    bytes.flip();
    if (elements instanceof float[] floats) {
      bytes.asFloatBuffer().get(floats);
    } else if (elements instanceof double[] doubles) {
      bytes.asDoubleBuffer().get(doubles);
    } else {
      bytes.asShortBuffer().get((short[]) elements);
    }
  }

  /** Says which blocks of the grids to come are executed. */
  void choose(IntPredicate blocks) {
    chosen = blocks;
  }

  /** Gives all memory back. */
  void free() {
    memories.forEach(CudaMemory::release);
    memories.clear();
  }

  /**
   * Runs a program.
   *
   * @param variant how it is laid out over threads
   * @param mostBlocks the most blocks of a grid; of kernels that do not loop it must be enough
   */
  List<Launched> run(
      Program program,
      double[] parameters,
      Variant variant,
      List<Operand> inputs,
      List<Operand> outputs,
      Extent extent,
      int mostBlocks) {
    Accesses accesses = Accesses.of(program, inputs, outputs, extent, variant.together());
    return run(program, parameters, variant, accesses, inputs, outputs, extent, mostBlocks);
  }

  /** Runs a program whose operands are accessed in a given way. */
  List<Launched> run(
      Program program,
      double[] parameters,
      Variant variant,
      Accesses accesses,
      List<Operand> inputs,
      List<Operand> outputs,
      Extent extent,
      int mostBlocks) {
    Machine.Loaded text =
        loaded.computeIfAbsent(
            new Key(program, accesses, variant),
            key -> Machine.load(variant.render(program, accesses)));
    Call call = call(program, parameters, variant, inputs, outputs, extent);
    return launch(text, program, variant, accesses, call, mostBlocks);
  }

  /** Runs a text of a program without parameters on dense inputs, and forgets what it gives. */
  void runText(
      Program program, Variant variant, String text, Extent extent, int most, Object... inputs) {
    DataType type = program.type();
    List<Operand> in =
        Arrays.stream(inputs).map(input -> Operand.dense(upload(type, input))).toList();
    List<Operand> out = List.of(Operand.dense(allocate(type, extent.count())));
    Call call = call(program, new double[0], variant, in, out, extent);
    launch(Machine.load(text), program, variant, Accesses.dense(program), call, most);
  }

  private Call call(
      Program program,
      double[] parameters,
      Variant variant,
      List<Operand> inputs,
      List<Operand> outputs,
      Extent extent) {
    long scratch = 0;
    long reduced = 0;
    if (variant instanceof ChunkRenderer.Variant) {
      scratch = scratch(ChunkRenderer.scratchBytes(program, extent));
      reduced = scratch(ChunkRenderer.reducedBytes(program, extent));
    }
    return new Call(parameters, inputs, outputs, extent, scratch, reduced);
  }

  private List<Launched> launch(
      Machine.Loaded text,
      Program program,
      Variant variant,
      Accesses accesses,
      Call call,
      int mostBlocks) {
    Map<String, Signature> kernels = variant.kernels(program, accesses);
    List<Launched> launched = new ArrayList<>();
    variant.launch(
        program,
        call.extent(),
        slots(program, variant),
        (kernel, blocks, threads, sharedBytes) -> {
          Signature signature = kernels.get(kernel);
          ByteBuffer arguments = ByteBuffer.allocate(signature.bytes());
          signature.pack(call, arguments);
          int grid = (int) Math.min(blocks, mostBlocks);
          launched.add(
              new Launched(
                  kernel,
                  grid,
                  machine.launch(
                      text, kernel, grid, threads, sharedBytes, arguments.array(), chosen)));
        });
    return launched;
  }

  /**
   * Runs a program on dense operands that each have memory of their own size.
   *
   * @param expected what it must give
   */
  List<Launched> check(
      Program program,
      double[] parameters,
      Variant variant,
      Extent extent,
      int mostBlocks,
      Object[] inputs,
      Object[] expected) {
    DataType type = program.type();
    List<Operand> in = new ArrayList<>();
    for (int k = 0; k < inputs.length; k++) {
      in.add(Operand.dense(upload(program.inputType(k), inputs[k])));
    }
    List<CudaMemory> results = new ArrayList<>();
    for (Object output : expected) {
      results.add(allocate(type, Array.getLength(output)));
    }
    List<Operand> out = results.stream().map(Operand::dense).toList();
    String what = program.name() + " " + extent + " by " + variant + " in " + mostBlocks;
    List<Launched> launched;
    try {
      launched = run(program, parameters, variant, in, out, extent, mostBlocks);
    } catch (AssertionError e) {
      throw new AssertionError(what + " in " + type + ": " + e.getMessage(), e);
    }
    for (int o = 0; o < expected.length; o++) {
      Object found = Elements.array(type, Array.getLength(expected[o]));
      download(results.get(o), found);
      Expectation.assertSame(what + ", output " + o, type, expected[o], found);
    }
    free();
    return launched;
  }

  private long scratch(long bytes) {
    return allocate(DataType.FLOAT16, (bytes + 1) / 2).address();
  }

  private static int slots(Program program, Variant variant) {
    Kept.What what = Kept.What.NOTHING;
    if (variant instanceof WarpRowRenderer.Variant warp && !warp.single()) {
      what = warp.what();
    } else if (variant instanceof BlockRowRenderer.Variant block) {
      what = block.what();
    }
    return Kept.of(program, what).count();
  }
}
