using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using static Funeng.Engines.Tests.Facts.Samples;

namespace Funeng.Engines.Tests.Facts;

public sealed class FactTableTests
{
    private static readonly Period Y2025 = new(2025);

    private static FactTableBuilder Builder() => new(Catalogue, [30, 10, 20]);

    private static FactTable Table(params (long Id, long Revenue, string? Region)[] rows)
    {
        var builder = new FactTableBuilder(Catalogue, [.. rows.Select(row => row.Id)]);
        foreach (var (id, revenue, region) in rows)
        {
            builder.Begin(id, Y2025);
            builder.Set(Number("revenue"), revenue);
            builder.Begin(id, Period.State);
            if (region is not null) builder.Set(Number("region"), region);
        }

        return builder.Build();
    }

    private static string Say(FactTable table, long id) =>
        $"{table.Read(table.FindRow(id), Catalogue.Get("revenue"), Y2025)} {table.Read(table.FindRow(id), Catalogue.Get("region"), Period.State).ToString().Replace("null", "", StringComparison.Ordinal).Trim('"')}";

    private static int Number(string key) => Catalogue.Get(key).Number;

    [Fact]
    public void Values_of_every_type_are_read_back()
    {
        var builder = Builder();
        builder.Begin(10, Y2025);
        builder.Set(Number("revenue"), 1234.5678m);
        builder.Begin(10, Period.State);
        builder.Set(Number("patents"), 7);
        builder.Set(Number("isListed"), true);
        builder.Set(Number("region"), "城东");
        builder.Set(Number("foundedOn"), FeelValue.From(new DateOnly(2001, 2, 28)));
        var table = builder.Build();

        var row = table.FindRow(10);
        Assert.Equal(1, row);
        Assert.Equal(1234.5678m, table.Read(row, Catalogue.Get("revenue"), Y2025));
        Assert.Equal(7, table.Read(row, Catalogue.Get("patents"), Period.State));
        Assert.True(table.Read(row, Catalogue.Get("isListed"), Period.State).IsTrue);
        Assert.Equal("城东", table.Read(row, Catalogue.Get("region"), Period.State));
        Assert.Equal(FeelValue.From(new DateOnly(2001, 2, 28)), table.Read(row, Catalogue.Get("foundedOn"), Period.State));
    }

    [Fact]
    public void What_nobody_filed_is_missing()
    {
        var builder = Builder();
        builder.Begin(10, Y2025);
        builder.SetNumber(Number("revenue"), 5, 0);
        var table = builder.Build();

        Assert.True(table.Read(0, Catalogue.Get("revenue"), Y2025).IsNull);
        Assert.True(table.Read(1, Catalogue.Get("revenue"), new Period(2024)).IsNull);
        Assert.True(table.Read(1, Catalogue.Get("profit"), Y2025).IsNull);
        Assert.Equal(1, table.FindColumn(Catalogue.Get("revenue"), Y2025)!.Count);
        Assert.Null(table.FindColumn(Catalogue.Get("profit"), Y2025));
        Assert.Equal(-1, table.FindRow(99));
    }

    [Theory]
    [InlineData("0.00001")]
    [InlineData("922337203685477.5808")]
    [InlineData("-922337203685477.5808")]
    [InlineData("12345678901234567890123456789.12345")]
    public void Numbers_that_do_not_fit_the_scale_stay_exact(string text)
    {
        var number = FeelNumber.Parse(text);
        var builder = Builder();
        builder.Begin(20, Y2025);
        builder.Set(Number("revenue"), number);
        var column = (NumberColumn)builder.Build().FindColumn(Catalogue.Get("revenue"), Y2025)!;

        Assert.Equal(number, column[2].AsNumber());
        Assert.Equal(NumberColumn.Escape, column.Scaled[2]);
        Assert.Single(column.Exact);
    }

    [Theory]
    [InlineData(5, 0, "5")]
    [InlineData(-12345, 2, "-123.45")]
    [InlineData(12345678, 4, "1234.5678")]
    [InlineData(1, 5, "0.00001")]
    [InlineData(3, -2, "300")]
    [InlineData(922337203685477, 0, "922337203685477")]
    [InlineData(922337203685478, 0, "922337203685478")]
    [InlineData(long.MaxValue, 3, "9223372036854775.807")]
    public void Significands_are_written_without_making_values(long significand, int places, string expected)
    {
        var builder = Builder();
        builder.Begin(20, Y2025);
        builder.SetNumber(Number("revenue"), significand, places);

        Assert.Equal(FeelNumber.Parse(expected), builder.Build().Read(2, Catalogue.Get("revenue"), Y2025).AsNumber());
    }

    [Fact]
    public void A_later_value_replaces_the_earlier_one_the_escaped_too()
    {
        var builder = Builder();
        builder.Begin(20, Y2025);
        builder.Set(Number("revenue"), FeelNumber.Parse("0.00001"));
        builder.Set(Number("revenue"), 8);
        builder.Begin(20, Period.State);
        builder.SetTruth(Number("isListed"), true);
        builder.SetTruth(Number("isListed"), false);
        var table = builder.Build();

        Assert.Equal(8, table.Read(2, Catalogue.Get("revenue"), Y2025));
        Assert.Empty(((NumberColumn)table.FindColumn(Catalogue.Get("revenue"), Y2025)!).Exact);
        Assert.True(table.Read(2, Catalogue.Get("isListed"), Period.State).IsFalse);
    }

    [Fact]
    public void Null_makes_a_fact_missing_again()
    {
        var builder = Builder();
        builder.Begin(20, Period.State);
        builder.Set(Number("patents"), 3);
        builder.Set(Number("patents"), FeelValue.Null);
        builder.Set(Number("share"), FeelValue.Null);
        var table = builder.Build();

        Assert.True(table.Read(2, Catalogue.Get("patents"), Period.State).IsNull);
        Assert.Single(table.Columns);
    }

    [Fact]
    public void Bits_of_yes_and_present_are_apart()
    {
        var subjects = Enumerable.Range(0, 200).Select(id => (long)id).ToList();
        var builder = new FactTableBuilder(Catalogue, subjects);
        foreach (var id in subjects.Where(id => id % 3 != 0))
        {
            builder.Begin(id, Period.State);
            builder.SetTruth(Number("isListed"), id % 2 == 0);
        }

        var column = (TruthColumn)builder.Build().FindColumn(Catalogue.Get("isListed"), Period.State)!;

        Assert.Equal(subjects.Count(id => id % 3 != 0), column.Count);
        Assert.All(subjects, id => Assert.Equal(id % 3 != 0, column.Has((int)id)));
        Assert.All(subjects, id => Assert.Equal(id % 3 != 0 && id % 2 == 0, (column.Yes[(int)id / 64] >> (int)(id % 64) & 1) == 1));
    }

    [Fact]
    public void Equal_texts_share_a_code()
    {
        var builder = Builder();
        foreach (var (id, text) in new[] { (10L, "甲"), (20L, "乙"), (30L, "甲") })
        {
            builder.Begin(id, Period.State);
            builder.Set(Number("region"), text);
        }

        var column = (CodeColumn)builder.Build().FindColumn(Catalogue.Get("region"), Period.State)!;

        Assert.Equal(["甲", "乙"], column.Texts);
        Assert.Equal([0, 0, 1], column.Codes.ToArray());
    }

    [Fact]
    public void Days_count_from_the_first_day_of_year_1()
    {
        var builder = Builder();
        builder.Begin(30, Period.State);
        builder.SetDay(Number("foundedOn"), new DateOnly(1, 1, 2));
        var column = (DayColumn)builder.Build().FindColumn(Catalogue.Get("foundedOn"), Period.State)!;

        Assert.Equal(1, column.Days[0]);
    }

    [Fact]
    public void A_subject_outside_the_table_is_left_out()
    {
        var builder = Builder();

        Assert.False(builder.Begin(77, Y2025));
        Assert.True(builder.Begin(30, Y2025));
    }

    [Fact]
    public void Impossible_years_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Builder().Begin(10, new Period(1899)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Builder().Begin(10, new Period(2201)));
        Assert.True(Builder().Begin(10, new Period(1900)));
        Assert.True(Builder().Begin(10, new Period(2200)));
    }

    [Fact]
    public void Threads_side_by_side_fill_one_table()
    {
        var subjects = Enumerable.Range(0, 4 * FactTableBuilder.RowsTogether).Select(id => (long)id).ToList();
        var builder = new FactTableBuilder(Catalogue, subjects);
        Parallel.ForEach(subjects.Chunk(FactTableBuilder.RowsTogether), part =>
        {
            var own = builder.Beside();
            foreach (var id in part)
            {
                own.Begin(id, Period.State);
                own.SetTruth(Number("isListed"), id % 2 == 0);
                own.SetText(Number("region"), id % 3 == 0 ? "甲" : "乙");
                own.Begin(id, Y2025);
                own.Set(Number("revenue"), id % 5 == 0 ? FeelNumber.Parse("0.00001") : id);
            }
        });
        var table = builder.Build();

        Assert.All(subjects, id =>
        {
            var row = table.FindRow(id);
            Assert.Equal(FeelValue.From(id % 2 == 0), table.Read(row, Catalogue.Get("isListed"), Period.State));
            Assert.Equal(FeelValue.From(id % 3 == 0 ? "甲" : "乙"), table.Read(row, Catalogue.Get("region"), Period.State));
            Assert.Equal(id % 5 == 0 ? FeelNumber.Parse("0.00001") : id, table.Read(row, Catalogue.Get("revenue"), Y2025).AsNumber());
        });
        Assert.Equal(2, ((CodeColumn)table.FindColumn(Catalogue.Get("region"), Period.State)!).Texts.Count);
    }

    [Fact]
    public void A_patch_replaces_its_subjects_whole_and_leaves_the_table_it_began_from_alone()
    {
        var before = Table((10, 5, "甲"), (20, 6, "乙"));
        var after = before.With(Table((20, 7, null), (40, 8, "丙")));

        Assert.Equal([10, 20, 40], after.Subjects);
        Assert.Equal(["5 甲", "7 ", "8 丙"], after.Subjects.Select(id => Say(after, id)));
        Assert.Equal(["5 甲", "6 乙"], before.Subjects.Select(id => Say(before, id)));
        Assert.All(after.Columns, column => Assert.Equal(3, column.Rows));
        Assert.Equal(2, before.FindColumn(Catalogue.Get("revenue"), Y2025)!.Rows);
    }

    [Fact]
    public void Columns_a_patch_does_not_change_are_shared()
    {
        var before = Table((10, 5, "甲"), (20, 6, "乙"));
        var after = before.With(Table((20, 6, "丙")));

        Assert.Same(before.FindColumn(Catalogue.Get("revenue"), Y2025), after.FindColumn(Catalogue.Get("revenue"), Y2025));
        Assert.NotSame(before.FindColumn(Catalogue.Get("region"), Period.State), after.FindColumn(Catalogue.Get("region"), Period.State));
    }

    [Fact]
    public void Many_new_subjects_find_room()
    {
        var table = Table((1, 1, "甲"));
        for (var id = 2; id < 300; id++) table = table.With(Table((id, id, id % 2 == 0 ? "甲" : null)));

        Assert.Equal(299, table.Subjects.Count);
        Assert.All(table.Subjects, id => Assert.Equal(id == 1 || id % 2 == 0 ? $"{id} 甲" : $"{id} ", Say(table, id)));
    }

    [Fact]
    public void Picked_rows_are_a_table_of_their_own()
    {
        var picked = Table((10, 5, "甲"), (20, 6, "乙"), (30, 7, "丙")).Pick([2, 0]);

        Assert.Equal([30, 10], picked.Subjects);
        Assert.Equal(["7 丙", "5 甲"], picked.Subjects.Select(id => Say(picked, id)));
        Assert.Equal(-1, picked.FindRow(20));
    }

    [Fact]
    public void Blocks_restore_the_table_each_alone_and_in_any_order()
    {
        var rows = (2 * FactTableBlocks.Rows) + 5;
        var builder = new FactTableBuilder(Catalogue, [.. Enumerable.Range(0, rows).Select(id => (long)id * 3)]);
        for (var id = 0L; id < rows; id += 7)
        {
            builder.Begin(id * 3, Y2025);
            builder.Set(Number("revenue"), id % 5 == 0 ? FeelNumber.Parse("0.00001") : FeelNumber.Parse($"{id * 1_000_000}.25"));
            builder.Begin(id * 3, Period.State);
            builder.Set(Number("patents"), id);
            builder.Set(Number("isListed"), id % 2 == 0);
            builder.Set(Number("region"), "区" + (id % 11));
            builder.Set(Number("foundedOn"), FeelValue.From(new DateOnly(2000, 1, 1).AddDays((int)(id % 3000))));
        }

        builder.Add(30, new TitleGrant("low", "第一批", new DateOnly(2025, 1, 1), null, FilingRef.Assumed, DateTimeOffset.UnixEpoch));
        var table = builder.Build();
        var layout = FactTableLayout.Of(table);
        var restored = new FactTableBuilder(Catalogue, table.Subjects);
        foreach (var block in (int[])[2, 0, 1])
        {
            var bytes = new System.Buffers.ArrayBufferWriter<byte>();
            FactTableBlocks.Write(table, layout, block, bytes);
            Assert.Equal(table.Subjects[block * FactTableBlocks.Rows], FactTableBlocks.Subjects(bytes.WrittenSpan, layout, block)[0]);
            FactTableBlocks.Read(bytes.WrittenSpan, layout, block, restored.Beside(), Catalogue);
        }

        var again = restored.Build();
        foreach (var column in table.Columns)
        {
            var other = again.FindColumn(column.Definition, column.Period)!;
            Assert.True(Enumerable.Range(0, rows).All(row => column[row].Equals(other[row])), column.Definition.Key);
        }

        Assert.Equal(table.Titles(10), again.Titles(10));
    }

    [Fact]
    public void A_row_becomes_the_facts_of_its_subject()
    {
        var builder = Builder();
        builder.Begin(10, Y2025);
        builder.Set(Number("revenue"), 100);
        builder.Begin(10, Period.State);
        builder.Set(Number("patents"), 2);
        var table = builder.Build();

        var facts = table.ReadSubject(table.FindRow(10), [new TitleGrant("low", "", new DateOnly(2025, 1, 1), null, Sheet, Learned)]);

        var view = new FactView(facts, On);
        Assert.Equal(100, view.Find(Catalogue.Get("revenueY1"))!.Value);
        Assert.Equal(2, view.Find(Catalogue.Get("patents"))!.Value);
        Assert.True(view.Find(Catalogue.Get("holdsLow"))!.Value.IsTrue);
    }
}
