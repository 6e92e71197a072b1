using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Redemption.Awards;

/// <summary>资金盘子: the money of a policy, or of one benefit, for a year. Nobody changes an amount but <see cref="BudgetBook"/>.</summary>
public sealed class Budget
{
    public required long Id { get; init; }

    public required string Policy { get; init; }

    /// <summary>Id of the benefit the money is for; empty for all of the policy.</summary>
    public required string Benefit { get; init; }

    public required int Year { get; init; }

    public required long TotalFen { get; init; }

    /// <summary>Promised and not yet paid.</summary>
    public long CommittedFen { get; init; }

    public long PaidFen { get; init; }

    /// <summary>The document the sum stands in.</summary>
    public required string Source { get; init; }

    public required string Who { get; init; }

    public required DateTimeOffset At { get; init; }

    public bool IsSynthetic { get; init; }

    public long LeftFen => TotalFen - CommittedFen - PaidFen;
}

public enum EntryKind
{
    [Display(Name = "设定额度")] Set,
    [Display(Name = "承诺")] Committed,
    [Display(Name = "释放")] Released,
    [Display(Name = "支付")] Paid,
    [Display(Name = "追缴")] ClawedBack,
    [Display(Name = "缴回")] Recovered,
    [Display(Name = "缴回利息")] Interest,
}

/// <summary>One movement in the ledger of a budget: written once, never changed.</summary>
public sealed class BudgetEntry
{
    public required long Id { get; init; }

    public required long Budget { get; init; }

    public required EntryKind Kind { get; init; }

    /// <summary>For <see cref="EntryKind.Set"/> the change of the total, which may be negative; else more than nothing.</summary>
    public required long AmountFen { get; init; }

    public long? Award { get; init; }

    public long? Batch { get; init; }

    public long? Payment { get; init; }

    public required string Note { get; init; }

    public required string Who { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class BudgetTable : IEntityTypeConfiguration<Budget>
{
    public void Configure(EntityTypeBuilder<Budget> builder)
    {
        builder.ToTable("redemption_budget");
        builder.Ignore(budget => budget.LeftFen);
        builder.HasIndex(budget => new { budget.Policy, budget.Benefit, budget.Year }).HasDatabaseName("redemption_budget_of").IsUnique();
    }
}

internal sealed class BudgetEntryTable : IEntityTypeConfiguration<BudgetEntry>
{
    public void Configure(EntityTypeBuilder<BudgetEntry> builder)
    {
        builder.ToTable("redemption_entry");
        builder.HasOne<Budget>().WithMany().HasForeignKey(entry => entry.Budget);
        builder.HasIndex(entry => new { entry.Budget, entry.Id }).HasDatabaseName("redemption_entry_budget");
        builder.HasIndex(entry => entry.Award).HasDatabaseName("redemption_entry_award");
    }
}
