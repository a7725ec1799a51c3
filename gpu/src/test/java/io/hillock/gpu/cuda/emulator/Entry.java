package io.hillock.gpu.cuda.emulator;

import java.util.List;
import java.util.Map;

/**
 * A kernel as it is written.
 *
 * @param name its name
 * @param parameters its parameters
 * @param parameterBytes the bytes of all of them
 * @param shared its variables in shared memory, with those of the module
 * @param instructions its instructions, in order
 * @param labels for each label the index of the instruction that follows it
 * @param registers its registers but predicates
 * @param predicates its predicates
 * @param requiredThreads what {@code .reqntid} asks for, or 0
 * @param maxThreads what {@code .maxntid} allows, or 0
 */
record Entry(
    String name,
    List<Variable> parameters,
    int parameterBytes,
    List<Variable> shared,
    List<Instruction> instructions,
    Map<String, Integer> labels,
    List<Register> registers,
    List<Register> predicates,
    int requiredThreads,
    int maxThreads) {}
