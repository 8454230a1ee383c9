package dev.leat.runtime.execution;

import dev.leat.pipeline.Accumulated;
import dev.leat.pipeline.Accumulator;
import dev.leat.pipeline.Resource;
import dev.leat.pipeline.ResourcePair;
import dev.leat.pipeline.SharedTable;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.runtime.worker.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The resources of a job: what its stages share in this process, the files of the tables that
 * processes share, and the values of accumulators. Each is opened once. Opening is done by one
 * thread, closing by one that may be another; values may be asked for by any.
 */
final class JobResources {

  private final IdentityHashMap<Resource<?>, Object> opened = new IdentityHashMap<>();
  private final IdentityHashMap<SharedTable<?>, SharedTable<?>> placed = new IdentityHashMap<>();
  private final Map<String, Accumulated<Object>> accumulated = new ConcurrentSkipListMap<>();
  private final Deque<Path> files = new ArrayDeque<>();
  private @Nullable Path folder;
  private boolean closed;

  /** Opens what a resource is made of, as far as that was not done; returns how to close it. */
  List<Closing> open(Resource<?> resource, ConnectorContext context) throws Exception {
    List<Closing> closings = new ArrayList<>();
    try {
      open(resource, context, closings);
      return closings;
    } catch (Exception e) {
      for (Closing closing : closings) {
        close(closing, e);
      }
      throw e;
    }
  }

  private static void close(Closing closing, Exception failure) {
    try {
      closing.run();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }

  /** Closes something. */
  @FunctionalInterface
  interface Closing {
    void run() throws Exception;
  }

  private Object open(Resource<?> resource, ConnectorContext context, List<Closing> closings)
      throws Exception {
    Object known = opened.get(resource);
    if (known != null) {
      return known;
    }
    Object made =
        switch (resource) {
          case ResourcePair<?, ?> pair ->
              new ResourcePair.Opened<>(
                  open(pair.first(), context, closings), open(pair.second(), context, closings));
          case Accumulator<?> accumulator -> value(accumulator, context);
          case SharedTable<?> table -> opened(place(table, context), context, closings);
          default -> opened(resource, context, closings);
        };
    opened.put(resource, made);
    return made;
  }

  private static <C> C opened(
      Resource<C> resource, ConnectorContext context, List<Closing> closings) throws Exception {
    C made = resource.open(context);
    closings.add(() -> resource.close(made));
    return made;
  }

  /** What a resource was opened as. */
  Object get(Resource<?> resource) {
    Object found = opened.get(resource);
    if (found == null) {
      throw new IllegalStateException("resource is not open");
    }
    return found;
  }

  // Accumulators.

  /** The value of an accumulator in this job. */
  @SuppressWarnings("unchecked") // its values are combined by its own function only
  Accumulated<Object> value(Accumulator<?> accumulator, ConnectorContext context) throws Exception {
    Object known = opened.get(accumulator);
    if (known != null) {
      return (Accumulated<Object>) known;
    }
    Accumulated<Object> made = (Accumulated<Object>) accumulator.open(context);
    if (accumulated.putIfAbsent(accumulator.name(), made) != null) {
      throw new IllegalArgumentException(
          "two accumulators of the job have the name '%s'".formatted(accumulator.name()));
    }
    opened.put(accumulator, made);
    return made;
  }

  /** The values of all accumulators, by name. */
  Map<String, Object> values() {
    Map<String, Object> values = new TreeMap<>();
    accumulated.forEach((name, each) -> values.put(name, each.value()));
    return values;
  }

  // Tables.

  /** A table whose data is in a file that can be read; workers could only say so one by one. */
  SharedTable<?> place(SharedTable<?> table, ConnectorContext context) throws Exception {
    SharedTable<?> known = placed.get(table);
    if (known != null) {
      return known;
    }
    SharedTable<?> ready = table.file() == null ? table.writtenTo(newFile()) : table;
    requirePlain(ready.file());
    tryOut(ready, context);
    placed.put(table, ready);
    return ready;
  }

  private static <C> void tryOut(SharedTable<C> table, ConnectorContext context) throws Exception {
    table.close(table.open(context));
  }

  private static void requirePlain(@Nullable Path file) throws IOException {
    if (file == null || file.toString().chars().anyMatch(Character::isISOControl)) {
      throw new IOException("the name of the file '%s' has a control character".formatted(file));
    }
  }

  private synchronized Path newFile() throws IOException {
    if (closed) {
      throw new IOException("the job has ended");
    }
    Path owner = folder;
    if (owner == null) {
      Path temp = PrivateFiles.usualTemp();
      PrivateFiles all = PrivateFiles.ofThisMachine();
      all.deleteLeftBehind(temp);
      owner = all.createFolder(temp, "tables");
      folder = owner;
    }
    Path file = owner.resolve(Integer.toString(files.size())).toAbsolutePath();
    files.push(file);
    return Files.createFile(file);
  }

  /** Whether the file of a table was made for this job. */
  synchronized boolean owns(Path file) {
    return files.contains(file);
  }

  /**
   * The resource for worker processes, which have no data of tables, but their files. Accumulators
   * begin in this process too.
   */
  @SuppressWarnings("unchecked") // a table in a file is read by what the table is read by
  <C> Resource<C> forWorkers(Resource<C> resource, ConnectorContext context) throws Exception {
    return switch (resource) {
      case ResourcePair<?, ?> pair ->
          (Resource<C>)
              new ResourcePair<>(
                  forWorkers(pair.first(), context), forWorkers(pair.second(), context));
      case SharedTable<?> table -> (Resource<C>) place(table, context);
      case Accumulator<?> accumulator -> {
        Accumulated<Object> unused = value(accumulator, context);
        yield resource;
      }
      default -> resource;
    };
  }

  /** Takes what a worker has reported. */
  void report(String name, Object value) {
    Accumulated<Object> known = accumulated.get(name);
    if (known == null) {
      throw new IllegalArgumentException("there is no accumulator '%s'".formatted(name));
    }
    known.add(value);
  }

  /** Deletes the files of tables. Their memory is free at once, also while somebody maps them. */
  synchronized void close() throws IOException {
    closed = true;
    while (!files.isEmpty()) {
      Path file = files.pop();
      if (Files.exists(file)) {
        FileChannel.open(file, StandardOpenOption.WRITE).truncate(0).close();
        Files.delete(file);
      }
    }
    Path owner = folder;
    if (owner != null) {
      folder = null;
      Files.deleteIfExists(owner);
    }
  }
}
