import { useId, useState } from 'react'
import { Check } from '../../../design/check.tsx'
import { Field } from '../../../design/field.tsx'
import { Options } from '../../../design/value-select.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useWords } from '../../../text/use-words.ts'
import admin from '../admin.module.css'
import styles from './department-fields.module.css'
import { type DepartmentFieldsProps, weekdays } from './department-form.ts'

const USUAL = { from: '09:00', to: '17:00' }
/** Friday is the last usual working day. */
const LAST_USUAL_DAY = 5

/** A time field does not accept 24:00. */
const closing = (to: string): string => (to === '24:00' ? '00:00' : to)

/** When SLA clocks run: always, or within weekly hours in the department's own time zone. */
export const BusinessHoursFields = ({ department, errorOf }: DepartmentFieldsProps) => {
  const { format } = useWords()
  const { departments: text } = useAdminText()
  const id = useId()
  const { business_hours, time_zone } = department
  const zones = new Set([time_zone, 'UTC', ...Intl.supportedValuesOf('timeZone')])
  const [limited, setLimited] = useState(business_hours !== null)
  return (
    <fieldset className={`${admin.full} ${styles.group}`}>
      <legend>{text.clocksRun}</legend>
      <Check name="business_hours" label={text.onlyHours} on={limited} onChange={setLimited} />
      {limited && (
        <ul className={admin.stack}>
          {weekdays.map((day) => {
            const hours = business_hours?.[day]
            const name = format.weekday(Number(day))
            const error = errorOf(`business_hours.${day}`)
            const isOpen = business_hours === null ? Number(day) <= LAST_USUAL_DAY : hours !== undefined
            return (
              <li className={styles.day} key={day}>
                <Check name={`open.${day}`} label={name} on={isOpen} />
                <input
                  type="time"
                  name={`from.${day}`}
                  aria-label={text.opens(name)}
                  aria-invalid={error ? true : undefined}
                  aria-describedby={error && `${id}-${day}`}
                  defaultValue={(hours ?? USUAL).from}
                />
                <input
                  type="time"
                  name={`to.${day}`}
                  aria-label={text.closes(name)}
                  aria-invalid={error ? true : undefined}
                  aria-describedby={error && `${id}-${day}`}
                  defaultValue={closing((hours ?? USUAL).to)}
                />
                {error && (
                  <p className={styles.complaint} id={`${id}-${day}`} role="alert">
                    {text.opensBeforeItCloses}
                  </p>
                )}
              </li>
            )
          })}
        </ul>
      )}
      <Field label={text.timeZone} error={errorOf('time_zone')}>
        {(control) => (
          <select {...control} name="time_zone" defaultValue={time_zone}>
            <Options of={[...zones].map((zone) => [zone, zone.replaceAll('_', ' ')])} />
          </select>
        )}
      </Field>
    </fieldset>
  )
}
