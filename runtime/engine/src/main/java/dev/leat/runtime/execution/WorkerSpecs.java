package dev.leat.runtime.execution;

import dev.leat.pipeline.Accumulator;
import dev.leat.pipeline.Resource;
import dev.leat.pipeline.ResourcePair;
import dev.leat.pipeline.SharedTable;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.graph.ForkPolicy;
import dev.leat.pipeline.graph.Operation;
import dev.leat.pipeline.graph.StageFunction;
import dev.leat.pipeline.graph.StageNode;
import dev.leat.runtime.worker.TableFiles;
import dev.leat.runtime.worker.WorkerSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Says which workers a stage has, and gives them what they share with this process. Used by the
 * thread that opens the job.
 */
final class WorkerSpecs {

  private final String pipeline;
  private final JobResources resources;

  WorkerSpecs(String pipeline, JobResources resources) {
    this.pipeline = pipeline;
    this.resources = resources;
  }

  WorkerSpec of(StageNode node, ConnectorContext context) throws Exception {
    return switch (node.operation()) {
      case Operation.Cpu cpu -> {
        ForkPolicy fork = cpu.options().fork();
        List<TableFiles.Entry> tables = new ArrayList<>();
        StageFunction function = placed(cpu.function(), context, tables);
        yield WorkerSpec.jvm(
            pipeline,
            node.name(),
            function,
            told(fork == null ? ForkPolicy.DEFAULTS : fork, tables, List.of()));
      }
      case Operation.Foreign foreign ->
          WorkerSpec.program(pipeline, node.name(), foreign.program(), policy(foreign, context));
      default -> throw new IllegalStateException(node + " has no workers");
    };
  }

  /** The function with resources that workers can open. */
  private StageFunction placed(
      StageFunction function, ConnectorContext context, List<TableFiles.Entry> tables)
      throws Exception {
    return switch (function) {
      case StageFunction.Plain plain -> plain;
      case StageFunction.WithResource with -> {
        Resource<Object> resource = resources.forWorkers(with.resource(), context);
        list(resource, tables);
        yield new StageFunction.WithResource(resource, with.function());
      }
    };
  }

  private void list(Resource<?> resource, List<TableFiles.Entry> tables) {
    if (resource instanceof ResourcePair<?, ?> pair) {
      list(pair.first(), tables);
      list(pair.second(), tables);
    } else if (resource instanceof SharedTable<?> table) {
      tables.add(entry("", table));
    }
  }

  private TableFiles.Entry entry(String name, SharedTable<?> table) {
    Path file = Objects.requireNonNull(table.file());
    return new TableFiles.Entry(
        name,
        table.kind().name().toLowerCase(Locale.ROOT),
        resources.owns(file),
        file.toAbsolutePath());
  }

  private ForkPolicy policy(Operation.Foreign foreign, ConnectorContext context) throws Exception {
    List<TableFiles.Entry> tables = new ArrayList<>();
    for (Map.Entry<String, SharedTable<?>> each : foreign.shares().tables().entrySet()) {
      tables.add(entry(each.getKey(), resources.place(each.getValue(), context)));
    }
    List<String> names = new ArrayList<>();
    for (Accumulator<?> accumulator : foreign.shares().accumulators()) {
      names.add(resources.value(accumulator, context).name());
    }
    return told(foreign.policy(), tables, names);
  }

  private static ForkPolicy told(
      ForkPolicy policy, List<TableFiles.Entry> tables, List<String> accumulators) {
    Map<String, String> environment = new HashMap<>(policy.environment());
    if (!tables.isEmpty()) {
      environment.put(TableFiles.VARIABLE, TableFiles.variable(tables));
    }
    if (!accumulators.isEmpty()) {
      environment.put(TableFiles.ACCUMULATORS, String.join("\n", accumulators));
    }
    return policy.withEnvironment(environment);
  }
}
