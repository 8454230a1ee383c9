package dev.leat.pipeline;

import dev.leat.pipeline.connector.ConnectorContext;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Large data that stages only read: a file, bytes, numbers, or a table of texts. It is mapped into
 * the memory of every process that reads it, so however many worker processes there are, the
 * machine holds it once. Stages receive it as an argument, as they do every {@link Resource},
 * whether they are {@linkplain CpuOptions#forked forked} or not; Python functions call {@code
 * leat.table(name)}, see {@link ProgramOptions#table}.
 *
 * {@snippet :
 * SharedTable<SharedMap> countries = SharedTable.map(() -> Map.of("Tarn", "France"));
 * Stage<String> found = rivers.cpu("find", countries,
 *     (table, river) -> table.get(river) + "", cpu -> cpu.forked(2));
 * }
 *
 * <p>Data that comes from a supplier is asked for once for each job, before the job reads anything,
 * and written to a temporary file of its size in {@code java.io.tmpdir}; the file is deleted when
 * the job has ended; when the program is killed, by the workers, or else by the next program that
 * makes such a file. A file of your own is mapped where it is, and must not change meanwhile.
 *
 * <p>What was opened can be read by any number of threads until the job ends, and says so after
 * that. Numbers are stored with the lowest byte first.
 *
 * @param <C> what it is read by
 */
public final class SharedTable<C> extends Resource<C> {

  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final @Nullable String file;
  private final CheckedFunction<MappedFile, C> view;

  /** Writes the data; not there where a file has it already. Does not travel. */
  private final transient @Nullable CheckedConsumer<FileChannel> source;

  /** What is in a table. */
  public enum Kind {
    /** Bytes, read by {@link SharedBytes}. */
    BYTES,
    /** Whole numbers of 8 bytes, read by {@link SharedLongs}. */
    LONGS,
    /** Floating-point numbers of 8 bytes, read by {@link SharedDoubles}. */
    DOUBLES,
    /** Texts by texts, read by {@link SharedMap}. */
    MAP
  }

  private SharedTable(
      Kind kind,
      @Nullable String file,
      CheckedFunction<MappedFile, C> view,
      @Nullable CheckedConsumer<FileChannel> source) {
    this.kind = kind;
    this.file = file;
    this.view = view;
    this.source = source;
  }

  /** The bytes of a file. */
  public static SharedTable<SharedBytes> file(Path file) {
    return new SharedTable<>(Kind.BYTES, file.toString(), SharedBytes::new, null);
  }

  /** The bytes that are left in a buffer. */
  public static SharedTable<SharedBytes> bytes(CheckedSupplier<ByteBuffer> bytes) {
    Objects.requireNonNull(bytes, "bytes");
    return new SharedTable<>(
        Kind.BYTES, null, SharedBytes::new, to -> TableWriter.bytes(data(bytes), to));
  }

  /** Whole numbers. */
  public static SharedTable<SharedLongs> longs(CheckedSupplier<long[]> numbers) {
    Objects.requireNonNull(numbers, "numbers");
    return new SharedTable<>(
        Kind.LONGS, null, SharedLongs::new, to -> TableWriter.longs(data(numbers), to));
  }

  /** The whole numbers of a file: 8 bytes each, the lowest byte first. */
  public static SharedTable<SharedLongs> longs(Path file) {
    return new SharedTable<>(Kind.LONGS, file.toString(), SharedLongs::new, null);
  }

  /** Floating-point numbers. */
  public static SharedTable<SharedDoubles> doubles(CheckedSupplier<double[]> numbers) {
    Objects.requireNonNull(numbers, "numbers");
    return new SharedTable<>(
        Kind.DOUBLES, null, SharedDoubles::new, to -> TableWriter.doubles(data(numbers), to));
  }

  /** The floating-point numbers of a file: 8 bytes each (IEEE 754), the lowest byte first. */
  public static SharedTable<SharedDoubles> doubles(Path file) {
    return new SharedTable<>(Kind.DOUBLES, file.toString(), SharedDoubles::new, null);
  }

  /** Texts that are found by texts. */
  public static SharedTable<SharedMap> map(CheckedSupplier<Map<String, String>> entries) {
    Objects.requireNonNull(entries, "entries");
    return new SharedTable<>(
        Kind.MAP, null, SharedMap::new, to -> TableWriter.map(data(entries), to));
  }

  private static <D> D data(CheckedSupplier<D> supplier) throws Exception {
    return Objects.requireNonNull(supplier.get(), "the supplier of a shared table returned null");
  }

  /** What is in it. */
  public Kind kind() {
    return kind;
  }

  /** The file that has the data, or null if a runtime has to write one; called by runtimes. */
  public @Nullable Path file() {
    return file == null ? null : Path.of(file);
  }

  /**
   * The same table in a file that is written now; called by runtimes.
   *
   * @param target a file that is there
   */
  public SharedTable<C> writtenTo(Path target) throws Exception {
    CheckedConsumer<FileChannel> data = source;
    if (data == null) {
      throw new IllegalStateException("the data of this table is not in this process");
    }
    try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
      data.accept(channel);
    }
    return new SharedTable<>(kind, target.toString(), view, null);
  }

  @Override
  public C open(ConnectorContext context) throws Exception {
    String mapped = file;
    if (mapped == null) {
      throw new IllegalStateException("the data of this table was not written to a file");
    }
    Path path = Path.of(mapped);
    if (!Files.isRegularFile(path)) {
      throw new FileNotFoundException("there is no file '%s' for a shared table".formatted(mapped));
    }
    try {
      return view.apply(MappedFile.map(path));
    } catch (IOException e) {
      throw new IOException(
          "cannot map the file '%s' of a shared table: %s".formatted(mapped, e), e);
    }
  }

  @Override
  public void close(C opened) {
    if (opened instanceof SharedView open) {
      open.close();
    }
  }
}
