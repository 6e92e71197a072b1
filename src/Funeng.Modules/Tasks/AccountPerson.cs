using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Tasks;

/// <summary>That an account belongs to a person of the registry.</summary>
internal sealed class AccountPerson
{
    public required long Account { get; init; }

    public required long Person { get; set; }
}

/// <summary>From one day through another somebody is away and somebody else does his work.</summary>
internal sealed class Absence
{
    public required long Id { get; init; }

    public required long Person { get; init; }

    public required long Deputy { get; init; }

    public required DateOnly FromOn { get; init; }

    public required DateOnly ToOn { get; set; }

    public required string Reason { get; init; }
}

internal sealed class AccountPersonTable : IEntityTypeConfiguration<AccountPerson>
{
    public void Configure(EntityTypeBuilder<AccountPerson> builder)
    {
        builder.HasKey(link => link.Account);
        builder.HasIndex(link => link.Person).HasDatabaseName("account_person_person");
    }
}

internal sealed class AbsenceTable : IEntityTypeConfiguration<Absence>
{
    public void Configure(EntityTypeBuilder<Absence> builder)
    {
        builder.HasIndex(absence => absence.Person).HasDatabaseName("absence_person");
        builder.HasIndex(absence => absence.Deputy).HasDatabaseName("absence_deputy");
    }
}
