using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Tasks.WorkDays;

/// <summary>How a day differs from the week.</summary>
public enum DayKind
{
    [Display(Name = "休")] Off,
    [Display(Name = "班")] Work,
    [Display(Name = "照常")] Usual,
}

/// <summary>One day as the administrator entered it; it counts instead of what the shipped file says of the day.</summary>
public sealed class CalendarDayEntry
{
    public required DateOnly Day { get; init; }

    public required DayKind Kind { get; set; }

    public required string Name { get; set; }

    /// <summary>The notice it follows.</summary>
    public required string Basis { get; set; }

    public required string Who { get; set; }

    public required DateTimeOffset At { get; set; }
}

/// <summary>Whether the holiday notice of a year is complete, as the administrator said.</summary>
public sealed class CalendarYearEntry
{
    public required int Year { get; init; }

    public required bool IsPublished { get; set; }

    public required string Basis { get; set; }

    public required string Who { get; set; }

    public required DateTimeOffset At { get; set; }
}

internal sealed class CalendarDayTable : IEntityTypeConfiguration<CalendarDayEntry>
{
    public void Configure(EntityTypeBuilder<CalendarDayEntry> builder) => builder.ToTable("calendar_day").HasKey(row => row.Day);
}

internal sealed class CalendarYearTable : IEntityTypeConfiguration<CalendarYearEntry>
{
    public void Configure(EntityTypeBuilder<CalendarYearEntry> builder)
    {
        builder.ToTable("calendar_year").HasKey(row => row.Year);
        builder.Property(row => row.Year).ValueGeneratedNever();
    }
}
