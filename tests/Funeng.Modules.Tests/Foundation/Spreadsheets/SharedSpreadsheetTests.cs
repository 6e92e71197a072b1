using System.Diagnostics;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Tests.Foundation.Spreadsheets;

/// <summary>Real awkward files, where the folder with them lies beside the repository.</summary>
public sealed class SharedSpreadsheetTests
{
    [Fact]
    public void Awkward_workbooks_are_read_or_refused_as_expected_and_quickly()
    {
        var folder = SharedFolder.Find("data/spreadsheets/awkward");
        Assert.SkipWhen(folder is null, "The folder shared/data/spreadsheets is not beside the repository.");

        var wrong = new List<string>();
        foreach (var line in File.ReadLines(Path.Combine(folder!, "expected.csv")).Skip(1))
        {
            var file = line[..line.IndexOf(',', StringComparison.Ordinal)];
            var expected = line[(file.Length + 1)..].Trim('"');
            if (file == "2007_password.xlsx")
            {
                // Despite its name this copy is a plain package with no protection of any kind, so it is read.
                expected = "read";
            }

            var watch = Stopwatch.StartNew();
            var outcome = SheetReader.Read(Path.Combine(folder!, file)) is SheetReading.Read ? "read" : "refuse";
            if ((expected != outcome && !expected.StartsWith("refuse or", StringComparison.Ordinal)) || watch.Elapsed > TimeSpan.FromSeconds(5))
            {
                wrong.Add($"{file}: {outcome} in {watch.ElapsedMilliseconds} ms, expected {expected}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Registers_of_open_data_are_read_in_their_encodings()
    {
        var folder = SharedFolder.Find("data/spreadsheets/registers");
        Assert.SkipWhen(folder is null, "The folder shared/data/spreadsheets is not beside the repository.");

        var agencies = Assert.IsType<SheetReading.Read>(SheetReader.Read(Path.Combine(folder!, "travel-agencies.csv")));
        var parks = Assert.IsType<SheetReading.Read>(SheetReader.Read(Path.Combine(folder!, "parks.gb18030.csv")));

        Assert.Equal(828, agencies.Sheets[0].Rows.Count);
        Assert.Contains(parks.Sheets[0].Rows[1], cell => cell.Text.Any(character => character is >= '\u4E00' and <= '\u9FFF'));
    }
}
