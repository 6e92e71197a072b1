using System.Globalization;
using System.Text.Json;
using Funeng.Engines.Planning;
using Funeng.Modules.Tasks;
using Funeng.Modules.Tests.Architecture;
using Funeng.Modules.Tests.Foundation.Spreadsheets;

namespace Funeng.Modules.Tests.Tasks;

public sealed class OfficialCalendarTests
{
    private static readonly WorkCalendar Official = OfficialCalendar.Read(Repository.Folder("rules", "reference", "work-calendar.csv"), WorkHours.Usual);

    [Theory]
    [InlineData(2019, 250)]
    [InlineData(2020, 249)]
    [InlineData(2021, 250)]
    [InlineData(2022, 249)]
    [InlineData(2023, 249)]
    [InlineData(2024, 251)]
    [InlineData(2025, 248)]
    [InlineData(2026, 248)]
    public void A_published_year_has_its_working_days(int year, int days)
    {
        Assert.True(Official.IsPublished(year));
        Assert.Equal(days, Official.Count(new DateOnly(year - 1, 12, 31), new DateOnly(year, 12, 31)));
    }

    [Theory]
    [InlineData("2024-02-08", 1, "2024-02-09")]
    [InlineData("2024-02-09", 1, "2024-02-18")]
    [InlineData("2023-09-28", 2, "2023-10-08")]
    [InlineData("2020-01-23", 1, "2020-02-03")]
    public void Limits_run_over_the_holidays_of_the_notices(string from, int days, string expected) => Assert.Equal(Day(expected), Official.Add(Day(from), days));

    [Fact]
    public void The_year_whose_notice_is_not_out_is_provisional() => Assert.False(Official.IsPublished(2027));

    [Fact]
    public void Every_deadline_of_the_shared_cases_comes_out()
    {
        var file = Shared("deadlines.json");
        var wrong = new List<string>();

        foreach (var sample in JsonDocument.Parse(File.ReadAllText(file)).RootElement.EnumerateArray())
        {
            var (actual, expected) = sample.GetProperty("op").GetString() == "add"
                ? (Official.Add(Day(sample, "from"), sample.GetProperty("days").GetInt32()).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), sample.GetProperty("expected").GetString())
                : (Official.Count(Day(sample, "after"), Day(sample, "through")).ToString(CultureInfo.InvariantCulture), sample.GetProperty("expected").GetRawText());
            if (actual != expected) wrong.Add($"{sample}: {actual}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_day_of_the_shared_notices_is_off_or_worked_as_they_say()
    {
        var file = Shared("2026.json");
        var days = Directory.GetFiles(Path.GetDirectoryName(file)!, "20*.json")
            .SelectMany(year => JsonDocument.Parse(File.ReadAllText(year)).RootElement.GetProperty("days").EnumerateArray());

        Assert.Empty(days.Where(day => Official.IsWorkday(Day(day, "date")) == day.GetProperty("isOffDay").GetBoolean()).Select(day => day.ToString()));
    }

    private static string Shared(string name)
    {
        var file = SharedFolder.Find("data/calendar/" + name);
        Assert.SkipWhen(file is null, "shared/data/calendar is not beside this checkout");
        return file!;
    }

    private static DateOnly Day(JsonElement sample, string name) => Day(sample.GetProperty(name).GetString()!);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
