using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Projects.Renovation;

/// <summary>How far a loan is.</summary>
public enum LoanState
{
    [Display(Name = "已申请")] Applied,
    [Display(Name = "已签约")] Signed,
    [Display(Name = "已放款")] Drawn,
}

/// <summary>A loan for one renovation project: when it was asked for, agreed and drawn.</summary>
public sealed class RenovationLoan
{
    public required long Id { get; init; }

    public required long Project { get; init; }

    public required string Bank { get; init; }

    public required long AmountFen { get; set; }

    /// <summary>Yearly interest in hundredths of a percent; null while nobody said.</summary>
    public int? Rate { get; set; }

    public required DateOnly AppliedOn { get; init; }

    public DateOnly? SignedOn { get; set; }

    public DateOnly? DrawnOn { get; set; }

    public long? DrawnFen { get; set; }

    public bool IsSynthetic { get; init; }

    public long Version { get; set; }

    /// <summary>Whether it can still come further: not all of it is drawn.</summary>
    public bool IsOpen => DrawnFen is null || DrawnFen < AmountFen;

    public LoanState State => DrawnOn is not null ? LoanState.Drawn : SignedOn is not null ? LoanState.Signed : LoanState.Applied;
}

internal sealed class RenovationLoanTable : IEntityTypeConfiguration<RenovationLoan>
{
    public void Configure(EntityTypeBuilder<RenovationLoan> builder)
    {
        builder.Ignore(loan => loan.State);
        builder.Ignore(loan => loan.IsOpen);
        builder.Property(loan => loan.Version).IsConcurrencyToken();
        builder.HasOne<Project>().WithMany().HasForeignKey(loan => loan.Project);
        builder.HasIndex(loan => loan.Project).HasDatabaseName("renovation_loan_project");
    }
}
