package dev.leat.runtime.testkit;

import dev.leat.pipeline.Position;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Emitter;
import dev.leat.pipeline.connector.Lane;
import dev.leat.pipeline.connector.LaneReader;
import dev.leat.pipeline.connector.Source;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lanes of blocks that are read like those of a file, with calls that block, by whoever divides
 * them into elements: numbers from 0 up, one to a block.
 *
 * @param blocks how many blocks a lane has
 * @param lanes how many lanes there are
 */
record SlowBlocks(int blocks, int lanes) implements Source<Integer> {

  SlowBlocks(int blocks) {
    this(blocks, 1);
  }

  @Override
  public String describe() {
    return "slow blocks";
  }

  @Override
  public List<Lane<Integer>> lanes(ConnectorContext context) throws IOException {
    Path file = Files.createTempFile("leat-blocks", ".bin");
    Files.write(file, new byte[blocks]);
    List<Lane<Integer>> all = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      all.add(new BlocksLane("lane " + lane, blocks, file));
    }
    return all;
  }

  private record BlocksLane(String name, int blocks, Path file) implements Lane<Integer> {

    @Override
    public LaneReader<Integer> open() {
      return new BlocksReader(this);
    }
  }

  private static final class BlocksReader implements LaneReader<Integer> {

    private final BlocksLane lane;
    private int next;

    BlocksReader(BlocksLane lane) {
      this.lane = lane;
    }

    @Override
    public @Nullable Block<Integer> next() {
      return next == lane.blocks() ? null : new FileBlock(lane.file(), next++);
    }

    @Override
    public Position describe(long position) {
      return new Position(lane.name(), position + 1, -1);
    }

    @Override
    public void close() throws IOException {
      Files.deleteIfExists(lane.file());
    }
  }

  private record FileBlock(Path file, long from) implements Block<Integer> {

    @Override
    public boolean read(Emitter<? super Integer> out) throws IOException {
      try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
        open.seek(from);
        out.emit((int) from + open.read(), from);
      }
      return true;
    }

    @Override
    public long to() {
      return from + 1;
    }

    @Override
    public long weight() {
      return 1;
    }
  }
}
